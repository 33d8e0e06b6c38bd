import { isHttps } from "./session-cookie";

/**
 * The content security policy of one response. Scripts and style sheets need its nonce; scripts they load
 * inherit the trust. `style` attributes are let through because server-rendered widths and positions are
 * attributes, and an attribute cannot load or run anything.
 * @param nonce base64, new for each response
 */
export function contentSecurityPolicy(
  nonce: string,
  { publicUrl, development }: { publicUrl: string; development: boolean },
): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    // React rebuilds server stacks with eval during development, and only then.
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    // Hot reload injects style sheets without a nonce, and a nonce would switch 'unsafe-inline' off.
    "style-src": ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "frame-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    ...(isHttps(publicUrl) ? { "upgrade-insecure-requests": [] } : {}),
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}

/** Headers every answer of the portal carries beside the policy. */
export function securityHeaders(publicUrl: string): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(isHttps(publicUrl) ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
