import { expect } from 'chai';
import { addressKey } from '../../../plugins/rate-limit/requester.js';

describe('what an address is counted as', () => {
  const cases: readonly (readonly [address: string, key: string])[] = [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::'],
    ['2001:db8::1', '2001:db8:0:0::'],
    ['::1', '0:0:0:0::'],
    ['::', '0:0:0:0::'],
    ['1::', '1:0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0:0::'],
    ['64:ff9b:1::192.0.2.1', '64:ff9b:1:0::'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4::'],
    ['', ''],
  ];
  for (const [address, key] of cases) it(`is ${key || 'nothing'} of ${address || 'nothing'}`, () => expect(addressKey(address)).to.equal(key));
});
