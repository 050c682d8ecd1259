/** These characters are the same in every encoding but base64. Padding is not a secret. */
const PLAIN = /^[\w.-]{4,}={0,2}$/;

const HTML_CHARACTERS = '&<>"\'';
/** What escapers of HTML write for these characters; some leave quotes as they are. */
const HTML_ESCAPERS: readonly (readonly string[])[] = [
  '&amp; &lt; &gt;',
  '&amp; &lt; &gt; &quot;',
  '&amp; &lt; &gt; &quot; &apos;',
  '&amp; &lt; &gt; &quot; &#39;',
  '&amp; &lt; &gt; &quot; &#039;',
  '&amp; &lt; &gt; &quot; &#x27;',
  '&amp; &lt; &gt; &#34; &#39;',
  '&#38; &#60; &#62; &#34; &#39;',
  '&#x26; &#x3c; &#x3e; &#x22; &#x27;',
  '&#x26; &#x3C; &#x3E; &#x22; &#x27;',
].map((references) => references.split(' '));

/** An escape of JSON, with its digits if it has any. */
const UNICODE_ESCAPE = /\\(?:u(....)|.)/g;

/**
 * The value as it is; in JSON, also in ASCII, with `\/`, or in JSON again; in URLs and forms, also encoded twice; and in HTML.
 */
export function textForms(value: string): string[] {
  if (PLAIN.test(value)) return value.endsWith('=') ? [value, value.replace(/=+$/, '')] : [value];
  // Half of a surrogate pair is kept, escaped, or replaced.
  const values = unique([value, value.toWellFormed()]);
  const json = unique(values.flatMap(jsonForms));
  const urls = unique(urlForms(value.toWellFormed()));
  return unique([
    ...values,
    ...json,
    ...json.flatMap(jsonForms),
    ...urls,
    ...urls.map(encodeURIComponent).flatMap(withLowerHex),
    ...HTML_ESCAPERS.map((references) => inHtml(value, references)),
  ]);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function jsonForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, unicodeEscape);
  return unique([json, ascii, ascii.replace(/[&<>]/g, unicodeEscape)])
    .flatMap((form) => [form, form.replaceAll('/', '\\/')])
    .flatMap((form) => [form, form.replace(UNICODE_ESCAPE, (part, hex) => (hex ? `\\u${hex.toUpperCase()}` : part))]);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function inHtml(value: string, references: readonly string[]): string {
  return value.replace(/[&<>"']/g, (character) => references[HTML_CHARACTERS.indexOf(character)] ?? character);
}

/** As `encodeURIComponent`, `encodeURI`, RFC 3986 (also for a whole path), and forms encode it. */
function urlForms(value: string): string[] {
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ '': value }).toString().slice(1);
  return unique([component, encodeURI(value), strict, strict.replaceAll('%2F', '/'), form])
    .flatMap((url) => [url, url.replaceAll('%20', '+')])
    .flatMap(withLowerHex);
}

function withLowerHex(url: string): string[] {
  return [url, url.replace(/%../g, (code) => code.toLowerCase())];
}

/**
 * The characters of its base64, also for URLs, that depend on the value alone. Three bytes become four characters, so what comes
 * before the value makes three cases, and what comes after it changes the last character.
 */
export function base64Forms(value: string): string[] {
  const forms = ['', ' ', '  '].flatMap((before) => {
    const bytes = Buffer.from(before + value);
    const text = bytes.toString('base64').replace(/=+$/, '');
    const start = Math.ceil((before.length * 4) / 3);
    return [text.slice(start), text.slice(start, Math.floor((bytes.length * 4) / 3))];
  });
  return unique(forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]));
}

/** The parts of a text that could be base64. */
function base64Parts(text: string): string[] {
  return text.match(/[\w+/-]+/g) ?? [];
}

/** The length of the longest part of a text that could be base64. */
export function longestBase64(text: string): number {
  return base64Parts(text).reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** A quick test whether a text may contain a value in any form: it compares a few characters, also in what may be base64. */
export function createQuickTest(text: string): (value: string) => boolean {
  const bytes = base64Parts(text).flatMap((part) =>
    [0, 1, 2, 3].map((start) => Buffer.from(part.slice(start), 'base64')),
  );
  const decoded = Buffer.concat(bytes).toString('latin1');
  return (value) => {
    if (!PLAIN.test(value)) return true;
    // The text may be cut off in the middle of the value, so only its beginning is compared.
    return text.includes(value.slice(0, 4)) || decoded.includes(value.slice(1, 3));
  };
}
