import { expect } from 'chai';
import * as fc from 'fast-check';
import { joinObject, splitList, splitObject } from '../../../core/items/raw-json.js';

describe('JSON taken apart', () => {
  it('keeps the text of each value', () => {
    const text = '{ "a" : 1.0 , "b\\"}": "x\\\\\\"}]," ,"c":[1, {"d":"]"}],"e":{},"f":12345678901234567890,"__proto__":null }';
    expect([...splitObject(text)]).to.deep.equal([
      ['a', '1.0'], ['b"}', '"x\\\\\\"}],"'], ['c', '[1, {"d":"]"}]'], ['e', '{}'], ['f', '12345678901234567890'], ['__proto__', 'null'],
    ]);
    expect(splitList(' [ 1 ,"a,b", [2,3] , {"x":[]},null]')).to.deep.equal(['1', '"a,b"', '[2,3]', '{"x":[]}', 'null']);
    expect(splitList('[]')).to.deep.equal([]);
    expect([...splitObject('{}')]).to.deep.equal([]);
  });

  it('is the same when it is put together again, whatever it is', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(JSON.parse(joinObject(splitObject(text)))).to.deep.equal(JSON.parse(text));
    }));
    fc.assert(fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(JSON.parse(`[${splitList(text).join(',')}]`)).to.deep.equal(JSON.parse(text));
    }));
  });
});
