import { allowUrls } from './allowed-urls.js';
import type { LinkKind } from './links.js';
import type { AuthOptions } from './options.js';

/** Links lead to the server's own pages unless others are listed. The `Host` header, which a client chooses, has no say. */
export function linkKinds(
  { resetUrls, inviteUrls, verificationUrls, resetTtl, inviteTtl, verificationTtl }: AuthOptions, site: string,
): Readonly<Record<'reset' | 'invitation' | 'verification', LinkKind>> {
  const base = site.endsWith('/') ? site : `${site}/`;
  const first = (urls: readonly string[], path: string): string => urls[0] ?? new URL(path, base).href;
  return {
    reset: {
      purpose: 'password-reset', urls: allowUrls(resetUrls), initialUrl: first(resetUrls, 'admin/reset-password'), lifetime: resetTtl,
      status: 'active',
    },
    invitation: {
      purpose: 'user-invitation', urls: allowUrls(inviteUrls), initialUrl: first(inviteUrls, 'admin/accept-invite'), lifetime: inviteTtl,
      status: 'invited',
    },
    verification: {
      purpose: 'user-registration', urls: allowUrls(verificationUrls), initialUrl: first(verificationUrls, 'users/register/verify-email'),
      lifetime: verificationTtl, status: 'unverified',
    },
  };
}
