/** `scheme://user:***@host` for every URL in a text; what follows the last @ of a word is no password. */
export const hideUrlPasswords = (text: string): string => text.replaceAll(/(\w+:\/\/[^:@/\s]*):[^\s'"]+@/g, '$1:***@');
