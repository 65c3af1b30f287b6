import { definePlugin } from 'jackfield';
import { sampleRequests } from './sample.js';

/** Adds requests worth trying on the sample to what a start prints. */
export default definePlugin({
  name: 'sample-announcement',
  description: 'Tells what to try on the sample database.',
  setup({ on }) {
    on('server.announce', (announced) => [...announced, ...sampleRequests]);
  },
});
