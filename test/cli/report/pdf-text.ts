import * as zlib from "node:zlib";

/**
 * The text of a PDF as Chromium writes it: each font's glyphs by its table to Unicode, in the order in which they are drawn. Fonts
 * name glyphs with four hexadecimal digits; PDF 32000-1:2008, 9.10.3 has the table's form. Letters drawn as one are apart.
 */
export function pdfText(pdf: Buffer): string {
  const objects = objectsIn(pdf);
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const [number, { head }] of objects) {
    const table = objects.get(/\/ToUnicode (\d+) 0 R/.exec(head)?.[1] ?? "")?.stream;
    if (table !== undefined) fonts.set(number, glyphsOf(table));
  }
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map(({ head }) => pageText(head, objects, fonts))
    .join("\n")
    .normalize("NFKD");
}

interface PdfObject {
  readonly head: string;
  readonly stream: string | undefined;
}

function objectsIn(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString("latin1");
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)(?:\nendobj| stream\n)/g)) {
    const [whole, number = "", head = ""] = match;
    const start = match.index + whole.length;
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const bytes = whole.endsWith(" stream\n") ? pdf.subarray(start, start + length) : undefined;
    objects.set(number, { head, stream: bytes === undefined ? undefined : unpacked(head, bytes) });
  }
  return objects;
}

function unpacked(head: string, bytes: Buffer): string {
  if (!head.includes("/FlateDecode")) return bytes.toString("latin1");
  return head.includes("/Subtype /Image") ? "" : zlib.inflateSync(bytes).toString("latin1");
}

/** `<0003> <0041>` for one glyph, `<0003> <0005> <0041>` for some in a row. */
function glyphsOf(table: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, block = ""] of table.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = "", text = ""] of block.matchAll(/<([0-9A-F]{4})> <([0-9A-F]+)>/gi)) {
      glyphs.set(glyph.toUpperCase(), fromHex(text));
    }
  }
  for (const [, block = ""] of table.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, first = "", last = "", text = ""] of block.matchAll(
      /<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]+)>/gi,
    )) {
      for (let glyph = parseInt(first, 16); glyph <= parseInt(last, 16); glyph += 1) {
        const code = parseInt(text, 16) + glyph - parseInt(first, 16);
        glyphs.set(glyph.toString(16).toUpperCase().padStart(4, "0"), String.fromCodePoint(code));
      }
    }
  }
  return glyphs;
}

function fromHex(text: string): string {
  return (text.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join("");
}

type Fonts = ReadonlyMap<string, ReadonlyMap<string, string>>;

function pageText(head: string, objects: ReadonlyMap<string, PdfObject>, fonts: Fonts): string {
  const names = new Map([...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", number = ""]) => [name, number]));
  const content = objects.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? "")?.stream ?? "";
  let glyphs: ReadonlyMap<string, string> | undefined;
  let text = "";
  for (const [token, name, drawn] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>|\bET\b/gi)) {
    if (name !== undefined) glyphs = fonts.get(names.get(name) ?? "");
    else if (drawn !== undefined) {
      text += (drawn.match(/.{4}/g) ?? []).map((glyph) => glyphs?.get(glyph.toUpperCase()) ?? "").join("");
    } else if (token === "ET") text += " ";
  }
  return text;
}
