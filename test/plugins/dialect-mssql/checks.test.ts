import { expect } from 'chai';
import { readCheck, stripped } from '../../../plugins/dialect-mssql/checks.js';

describe('a check constraint of SQL Server', () => {
  it('lists texts in the order in which they were written', () => {
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      ["([status]='done' OR [status]='draft')", 'status', ['draft', 'done']],
      ["([kind]=N'b)' OR ([kind]='it''s' OR [kind]='a or b'))", 'kind', ['a or b', "it's", 'b)']],
      ["([one]='only')", 'one', ['only']],
      ["([x] IS NULL OR ([x]='y' OR [x]='x'))", 'x', ['x', 'y']],
      ["([a]]b c]='1' OR [a]]b c]='0')", 'a]b c', ['0', '1']],
    ];
    for (const [definition, column, allows] of cases) expect(readCheck(definition), definition).to.deep.equal({ column, allows });
  });

  it('tells columns of JSON', () => {
    for (const definition of ['(isjson([details])=(1))', '(isjson([details])>(0))', '([details] IS NULL OR isjson([details])=(1))', '(isjson([details])<>(0))', '((isjson(details) = 1))', '((isjson("details") = 1))']) {
      expect(readCheck(definition), definition).to.deep.equal({ column: 'details', allows: 'json' });
    }
  });

  it('says nothing of what does anything else', () => {
    for (const definition of [
      '([stars]=(2) OR [stars]=(1))', "([a]='x' OR [b]='y')", "([a]='x' AND [b]='y')", "([a]='x' OR len([a])>(5))", "(isjson([a])=(1) OR [a]='x')",
      '([a]>(0))', '(isjson([a])=(0))', "([a]='x' COLLATE Latin1_General_BIN)", '', '([a] IS NULL)', "([a]<>'x')",
    ]) expect(readCheck(definition), definition).to.equal(null);
  });
});

describe('a default of SQL Server', () => {
  it('loses the parentheses around it, and no others', () => {
    expect(['((100))', "(N'a)')", '(getdate())', '((1)+(2))', "('(')", 'NEXT VALUE FOR [s].[q]', "(N'it''s (')"].map(stripped))
      .to.deep.equal(['100', "N'a)'", 'getdate()', '(1)+(2)', "'('", 'NEXT VALUE FOR [s].[q]', "N'it''s ('"]);
  });
});
