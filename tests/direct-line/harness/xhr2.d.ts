/** XMLHttpRequest for Node, which Microsoft's client takes for granted. */
declare module 'xhr2' {
  export const XMLHttpRequest: unknown;
}
