/** The keys that open the palette, as the keyboard of this machine names them. By the user agent, as its successor (`userAgentData`) is not in Firefox and Safari. */
export const paletteKeys = (userAgent: string): readonly [modifier: string, key: string] =>
  /mac|iphone|ipad|ipod/iu.test(userAgent) ? ['⌘', 'K'] : ['Ctrl', 'K'];
