/** `data@example.com` of `Sightglass <data@example.com>`. */
export const addressOf = (from: string): string => /<([^<>]+)>\s*$/u.exec(from)?.[1] ?? from;
