import type { HookCalls, Log, Mail } from 'jackfield';

/** Sends a message to a person. */
export type SendMail = (mail: Mail) => Promise<void>;

/** Makes what hands messages to the plugin that sends them. */
export function createSendMail(hooks: HookCalls, log: Log): SendMail {
  return async (mail) => {
    if (await hooks.first('mail.send', mail) === true) return;
    // Neither the link nor the text: whoever reads the log could use them.
    log.warn({ to: mail.to, kind: mail.kind }, 'A message was not sent: no plugin answers the hook `mail.send`.');
  };
}
