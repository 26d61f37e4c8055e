/** Whether this computer's keyboard has Command and Option where others have Ctrl and Alt. */
export const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.platform)
