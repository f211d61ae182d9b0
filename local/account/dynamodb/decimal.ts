import { validationError } from "../service-error";

/** `digits` times ten to the power of `exponent`; no trailing zeros, zero is {0n, 0}. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Amazon DynamoDB Developer Guide, "Naming rules and data types": 38 digits, 1E-130 to 9.99…E+125. */
const MOST_DIGITS = 38;
const SMALLEST_MAGNITUDE = -130;
const LARGEST_MAGNITUDE = 125;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
const LONGEST_TEXT = 400;

/** Reads a number as DynamoDB takes it. Throws a ValidationException for what is none or is out of range. */
export function parseDecimal(text: string): Decimal {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (text.length > LONGEST_TEXT || whole + fraction === "") {
    throw validationError(`The parameter cannot be converted to a numeric value: ${text.slice(0, 100)}`);
  }
  const digits = BigInt(whole + fraction);
  return checked(normalise(sign === "-" ? -digits : digits, Number(exponent) - fraction.length));
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (value: Decimal) => value.digits * 10n ** BigInt(value.exponent - exponent);
  return checked(normalise(scaled(left) + scaled(right), exponent));
}

export function negateDecimal(value: Decimal): Decimal {
  return { digits: -value.digits, exponent: value.exponent };
}

/** Without exponent, as DynamoDB answers. */
export function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) {
    return sign + text + "0".repeat(exponent);
  }
  const padded = text.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** Text that sorts by code unit as the numbers sort by value; equal numbers have equal text. */
export function sortableDecimal({ digits, exponent }: Decimal): string {
  if (digits === 0n) {
    return "1";
  }
  const text = String(digits < 0n ? -digits : digits);
  const magnitude = 500 + text.length + exponent;
  if (digits > 0n) {
    return `2${magnitude}${text}`;
  }
  // Everything turned round for negatives; the closing tilde puts -1.5 after -1.55.
  return `0${999 - magnitude}${text.replace(/\d/g, (digit) => String(9 - Number(digit)))}~`;
}

function normalise(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) {
    return { digits: 0n, exponent: 0 };
  }
  const text = String(digits);
  const zeros = text.length - text.replace(/0+$/, "").length;
  return zeros === 0 ? { digits, exponent } : { digits: BigInt(text.slice(0, -zeros)), exponent: exponent + zeros };
}

function checked(value: Decimal): Decimal {
  const length = String(value.digits < 0n ? -value.digits : value.digits).length;
  const magnitude = value.digits === 0n ? 0 : length + value.exponent - 1;
  if (length > MOST_DIGITS) {
    throw validationError("Attempting to store more than 38 significant digits in a Number");
  }
  if (magnitude > LARGEST_MAGNITUDE) {
    throw validationError("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (magnitude < SMALLEST_MAGNITUDE) {
    throw validationError("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  return value;
}
