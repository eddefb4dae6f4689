import { App, type AppProps } from './app.tsx';
import { useSize } from './use-size.ts';

/** The app at the size of the terminal it runs in. */
export function Wizard(props: Omit<AppProps, 'rows' | 'columns'>) {
  return <App {...props} {...useSize()} />;
}
