/** What a command or script begins with: enough to know it by in a finding. */
export const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
