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
  /** What an onlooker has noted since the last record that was let through. */
  readonly notes?: readonly unknown[];
}

/** A file, sifted. */
export interface SiftedFile {
  /** Bytes as stored. */
  readonly storedBytes: number;
  readonly passedOver: PassedOver;
  /** The others in the order of the file. */
  readonly wanted: readonly WantedRecord[];
}

/** A record that is let through: its JSON, and the position in the file. */
export interface WantedRecord {
  readonly number: number;
  readonly text: string;
  /** What an onlooker has noted of the records passed over since the one before. */
  readonly notes?: readonly unknown[];
}

/** Takes the records of log files apart into those that somebody wants and those to pass over, in an order given beforehand. */
export interface FileSieve {
  /** The next file; undefined for one that is to be read value by value. */
  next(): Promise<SiftedFile | undefined>;
}
