import { expect } from 'chai';
import { createBroadcast } from '../../../core/broadcast/create-broadcast.js';
import { longestText, type MessageTransport } from '../../../core/broadcast/message-transport.js';

/** A way that all who are on it share, and that can be cut. */
function createWay() {
  const listeners: ((text: string | null) => void)[] = [];
  const sent: string[] = [];
  const join = (): MessageTransport => ({
    send(text) {
      sent.push(text);
      for (const onText of listeners) onText(text);
    },
    listen: (onText) => void listeners.push(onText),
    isConnected: true,
  });
  return { join, sent, tell: (text: string | null) => listeners.forEach((onText) => onText(text)), count: () => listeners.length };
}

const errors: unknown[] = [];
const log = { error: (details: unknown) => void errors.push(details) };

describe('the broadcast', () => {
  it('reaches whoever subscribed to the channel, until they have enough', () => {
    const broadcast = createBroadcast(null, log);
    const heard: (string | null)[] = [];
    const unsubscribe = broadcast.subscribe('policies', (message) => heard.push(message));
    broadcast.publish('policies', '1');
    broadcast.publish('schema', '2');
    unsubscribe();
    broadcast.publish('policies', '3');
    expect(heard).to.deep.equal(['1']);
    expect(broadcast.reachesOthers).to.equal(false);
  });

  it('reaches other instances, and its own once', () => {
    const way = createWay();
    const [one, two] = [createBroadcast(way.join(), log), createBroadcast(way.join(), log)];
    const heard: string[] = [];
    one.subscribe('a', (message) => heard.push(`one ${message}`));
    two.subscribe('a', (message) => heard.push(`two ${message}`));
    one.publish('a', 'x');
    expect(heard).to.deep.equal(['one x', 'two x']);
    expect(one.reachesOthers).to.equal(true);
  });

  it('tells every subscriber to assume a change where messages may have been lost', () => {
    const way = createWay();
    const broadcast = createBroadcast(way.join(), log);
    const heard: unknown[] = [];
    broadcast.subscribe('a', (message) => heard.push(['a', message]));
    broadcast.subscribe('b', (message) => heard.push(['b', message]));
    way.tell(null);
    expect(heard).to.deep.equal([['a', null], ['b', null]]);
  });

  it('says that something changed where a message is too long for the way', () => {
    const way = createWay();
    const [one, two] = [createBroadcast(way.join(), log), createBroadcast(way.join(), log)];
    const heard: unknown[] = [];
    one.subscribe('a', (message) => heard.push(message?.length));
    two.subscribe('a', (message) => heard.push(message));
    one.publish('a', 'ä'.repeat(longestText));
    expect(heard).to.deep.equal([longestText, null]);
    expect(Buffer.byteLength(way.sent[0]!)).to.be.at.most(longestText);
  });

  it('listens only where somebody subscribes', () => {
    const way = createWay();
    const broadcast = createBroadcast(way.join(), log);
    broadcast.publish('a', 'x');
    expect(way.count()).to.equal(0);
    broadcast.subscribe('a', () => undefined);
    broadcast.subscribe('b', () => undefined);
    expect(way.count()).to.equal(1);
  });

  it('takes no notice of what is no message, and of handlers that fail', () => {
    const way = createWay();
    const broadcast = createBroadcast(way.join(), log);
    const heard: unknown[] = [];
    broadcast.subscribe('a', () => {
      throw new Error('no');
    });
    broadcast.subscribe('a', (message) => heard.push(message));
    for (const text of ['', 'x', '{}', '[]', '["s","a",1]', '[1,"a","m"]', 'null']) way.tell(text);
    expect(heard).to.deep.equal([]);
    way.tell('["s","a","m"]');
    expect(heard).to.deep.equal(['m']);
    expect(errors).to.have.length(1);
  });
});
