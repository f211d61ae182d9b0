/** What there is to know of the records of one file that nobody looks at any closer. */
export interface PassedOver {
  readonly records: number;
  /** Of these, how many are outside the time that is played. All below leaves them out. */
  readonly outside: number;
  /** Times of the first and the last one; absent where there is none. */
  readonly firstMs?: number;
  readonly lastMs?: number;
  /** Records by minute, counted since 1970. */
  readonly minutes: readonly (readonly [minute: number, records: number])[];
  /** Records by the account that they were written for. */
  readonly accounts: readonly (readonly [accountId: string, records: number])[];
  /** Callers that an earlier record has told of, with the time at which each is seen first here. */
  readonly callers: readonly (readonly [name: string, atMs: number])[];
}

/** A file, sifted. */
export interface SiftedFile {
  /** Bytes as stored. */
  readonly storedBytes: number;
  readonly passedOver: PassedOver;
  /** The others in the order of the file: JSON, and the position in the file. */
  readonly wanted: readonly { readonly number: number; readonly text: string }[];
}

/** Takes the records of log files apart into those that somebody wants and those to pass over, in an order given beforehand. */
export interface FileSieve {
  /** The next file; undefined for one that is to be read value by value. */
  next(): Promise<SiftedFile | undefined>;
}
