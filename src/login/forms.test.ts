import { describe, expect, test } from 'vitest';
import { cpuMs } from '../cpu-time.fixture.ts';
import { chooseForm, fillForm } from './forms.ts';
import { readPage } from './read-page.ts';

const values = { user: 'ann', pass: 'p&1', terms: 'yes' };

function chosen(html: string, known: Readonly<Record<string, string>> = values) {
  const form = chooseForm(readPage(html).forms, known);
  if (form === undefined) return undefined;
  const { method, action, data } = fillForm(form, known);
  return `${method} ${action} ${data.toString()}`;
}

describe('a login page', () => {
  test('is submitted by the form that asks for what we know', () => {
    const html = `<title> Sign in </title><form action="/search"><input name="q"><button>Go</button></form>
      <form method="POST" action="/login?a=1&amp;b=2">
        <input type="hidden" name="csrf" value="&quot;x&quot;"><input name="user"><input type="password" name="pass">
        <input type="checkbox" name="terms" value="yes"><input type="checkbox" name="remember" value="1">
        <input type="checkbox" name="news" checked><input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
        <select name="lang"><option value="de">D<option value="en" selected>E</select><textarea name="note">n</textarea>
        <input name="off" disabled value="x"><input type="file" name="f"><input type="reset" name="reset">
        <button name="act" value="cancel">Cancel</button><button name="act" value="in">Sign in</button>
      </form>`;
    expect(readPage(html).title).toBe('Sign in');
    expect(chosen(html)).toBe(
      'POST /login?a=1&b=2 csrf=%22x%22&user=ann&pass=p%261&terms=yes&news=on&r=2&lang=en&note=n&act=in',
    );
  });

  test('a hidden field is left alone even if its name is known', () => {
    expect(chosen('<form><input type="hidden" name="pass" value="kept"><input name="user"></form>')).toBe(
      'GET  pass=kept&user=ann',
    );
  });
});

describe('a consent page', () => {
  const deny =
    '<form method="post" action="/no"><input type="hidden" name="c" value="1"><input type="submit" value="Deny"></form>';
  const allow =
    '<form method="post" action="/yes"><input type="hidden" name="c" value="1"><button>Allow</button></form>';

  test('is answered with yes, wherever the no stands', () => {
    expect([chosen(deny + allow), chosen(allow + deny)]).toEqual(['POST /yes c=1', 'POST /yes c=1']);
    expect(chosen(deny)).toBeUndefined();
  });

  test('goes by the button that the descriptor names', () => {
    const html = '<form><button name="a" value="ja">Ja</button><button name="a" value="ok">Na gut</button></form>';
    expect([chosen(html, { a: 'ok' }), chosen(html, {})]).toEqual(['GET  a=ok', 'GET  a=ja']);
  });

  test('a form that a script would send is sent', () => {
    expect(chosen('<form method="post" action="/cb"><input type="hidden" name="code" value="c"></form>')).toBe(
      'POST /cb code=c',
    );
  });

  test('a page that asks for something else has no form for us', () => {
    expect(chosen('<form><input name="otp"><button>Go</button></form>')).toBeUndefined();
    expect(chosen('<p>no form</p>')).toBeUndefined();
  });
});

describe('a page of another making', () => {
  test('controls outside their form, disabled groups and a button with an action of its own are understood', () => {
    const html = `<form id="a"><fieldset disabled><input name="user" value="no"></fieldset><input name="other" form="b"></form>
      <input name="user" form="a"><form id="b" action="/b"></form><button form="a" formaction="/in" formmethod="post" name="go" value="1">In</button>`;
    expect(chosen(html)).toBe('POST /in user=ann&go=1');
  });

  test.each([
    ['0;url=/next', '/next'],
    ["3; URL='https://a.example/?x=1'", 'https://a.example/?x=1'],
    ['5', undefined],
    ['90; url=/late', undefined],
  ])('the refresh %j leads to %j', (content, url) => {
    expect(readPage(`<meta http-equiv="Refresh" content="${content}">`).refresh).toBe(url);
  });

  test.each([
    ['deep', '<div>'.repeat(50_000), 0],
    ['full of forms', '<form>'.repeat(40_000), 1],
    ['full of forms that end', '<form></form>'.repeat(40_000), 200],
    ['of fields that name one form', `<form id=f></form>${'<input name=x form=f>'.repeat(20_000)}`, 1],
    ['of forms with one name', '<form id=f></form><input name=x form=f>'.repeat(10_000), 200],
    ['with a list that does not end', `<form><select name=x>${'<option>'.repeat(60_000)}`, 1],
    ['of one long attribute', `<form><input name="${'&amp;'.repeat(100_000)}">`, 1],
    ['of many attributes', `<form ${'a '.repeat(100_000)}>`, 1],
    ['of a long refresh', `<meta http-equiv=refresh content="${'1;'.repeat(100_000)}">`, 0],
    ['full of comments that do not end', '<!--'.repeat(60_000), 0],
    ['with end tags that close nothing', '<div></b>'.repeat(25_000), 0],
    ['flat and large', `<form>${'<p><input name=x>'.repeat(14_000)}</form>`, 1],
  ])('a page %s is read in time', (_name, html, forms) => {
    expect(cpuMs(() => expect(readPage(html).forms).toHaveLength(forms))).toBeLessThan(60_000);
  });

  test('a form inside a form is none, and one that a table closes goes on', () => {
    const { forms } = readPage(
      '<form action="/a"><form action="/b"><input name="one"></form>' +
        '<table><tr><td><form action="/c"></td><td><input name="two"></td></tr></table><form action="/d"></form>',
    );
    expect(forms.map(({ action, fields }) => [action, fields.map(({ name }) => name)])).toEqual([
      ['/a', ['one']],
      ['/c', ['two']],
      ['/d', []],
    ]);
  });

  test('comments are no part of it', () => {
    expect(chosen('<!-- <form><input name="user"></form> --><form action="/b"><input name="user"></form>')).toBe(
      'GET /b user=ann',
    );
  });
});
