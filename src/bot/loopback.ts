/**
 * Says whether a host name means this machine. Written forms such as `127.1` must first go through `URL`,
 * which rewrites them; `localhost.` and IPv4-mapped IPv6 are refused rather than interpreted.
 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
