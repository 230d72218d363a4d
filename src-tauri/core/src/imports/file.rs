//! A file as it was chosen: its encoding, delimiter and header found out, its text copied to a nameless temporary
//! file, and where each row begins. Nothing of it is kept in memory but four bytes for a row's place and four for its
//! line, so that a large file costs little and a killed program leaves nothing behind.

use crate::kernel::{Delimiter, Encoding, Failure, FileProblem, Refusal};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};

/// The largest file, in bytes. Read from its size, before a byte of it is.
pub const MAX_BYTES: u64 = 128 << 20;
/// The most rows of a file.
pub const MAX_ROWS: usize = 300_000;
/// The most columns of a file.
pub const MAX_COLUMNS: usize = 400;
/// The longest row, in bytes of UTF-8: a quote that never ends would otherwise take in the whole file.
const MAX_RECORD: usize = 1 << 20;
/// How much of a file is looked at to find out its encoding and delimiter, in bytes.
const SAMPLE: usize = 64 << 10;
/// Rows that are looked at to find out the delimiter and the header.
const SAMPLE_ROWS: usize = 50;
/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// The longest cell that is shown as an example, in characters.
const SHOWN: usize = 80;

pub(super) fn refused(problem: FileProblem, row: Option<u32>, detail: impl Into<String>) -> Failure {
    Refusal::ImportFileRefused { problem, row: row.map(i64::from), detail: detail.into() }.into()
}

pub(super) fn unreadable(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull => Refusal::DiskFull { what: "copying the file to import".to_owned() }.into(),
        _ => refused(FileProblem::NotReadable, None, format!("it cannot be read: {error}")),
    }
}

/// Where a row begins in the copy, and on which line of the file.
#[derive(Debug, Clone, Copy)]
pub struct RowAt {
    pub offset: u32,
    pub line: u32,
}

/// A file's text and its rows.
#[derive(Debug)]
pub struct Sheet {
    copy: File,
    length: u32,
    pub encoding: Encoding,
    pub delimiter: Delimiter,
    pub has_header: bool,
    /// The names of the columns; "Column 3" where the file has none.
    pub columns: Vec<String>,
    /// Of each column, the first cells that say something.
    pub samples: Vec<Vec<String>>,
    /// The rows below the header.
    pub rows: Vec<RowAt>,
}

/// What a person says about a file; what they leave open is found out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<Delimiter>,
    pub has_header: Option<bool>,
}

impl Sheet {
    pub fn read(source: &File, said: Said) -> Result<Sheet, Failure> {
        let size = source.metadata().map_err(|error| unreadable(&error))?.len();
        if size == 0 {
            return Err(refused(FileProblem::Empty, None, "it is empty"));
        }
        if size > MAX_BYTES {
            let (has, may) = (size.div_ceil(1 << 20), MAX_BYTES >> 20);
            return Err(refused(FileProblem::TooLarge, None, format!("it has {has} MB; at most {may} MB are taken")));
        }
        let (encoding, copy, length) = copy_as_text(source, said.encoding)?;
        let mut sheet = Sheet {
            copy,
            length,
            encoding,
            delimiter: Delimiter::Comma,
            has_header: true,
            columns: Vec::new(),
            samples: Vec::new(),
            rows: Vec::new(),
        };
        sheet.delimiter = match said.delimiter {
            Some(delimiter) => delimiter,
            None => sheet.find_delimiter()?,
        };
        sheet.find_rows()?;
        sheet.name_columns(said.has_header)?;
        Ok(sheet)
    }

    /// The rows below the header one after the other, for a pass over all of them.
    pub fn records(&self) -> Records<'_> {
        let first = self.rows.first().copied().unwrap_or(RowAt { offset: self.length, line: 0 });
        Records::new(self, first.offset, first.line, self.length)
    }

    /// One row by its place among the rows.
    pub fn record(&self, index: usize, into: &mut Record) -> Result<(), Failure> {
        let Some(at) = self.rows.get(index) else {
            return Err(Failure::Bug(format!("row {index} of an import is not there")));
        };
        let mut records = Records::new(self, at.offset, at.line, self.length);
        if records.next(into)? { Ok(()) } else { Err(Failure::Bug(format!("row {index} of an import has gone"))) }
    }

    /// The delimiter by which most of the first rows have the same number of cells, and more than one.
    fn find_delimiter(&mut self) -> Result<Delimiter, Failure> {
        let mut best = (0, Delimiter::Comma);
        let sample = self.length.min(u32::try_from(SAMPLE).unwrap_or(u32::MAX));
        for delimiter in Delimiter::ALL.iter().copied() {
            self.delimiter = delimiter;
            let mut records = Records::new(self, 0, 1, sample);
            let mut record = Record::default();
            let (mut first, mut alike) = (0, 0);
            for row in 0..SAMPLE_ROWS {
                // The last row of the sample may be cut off, and a wrong delimiter may make rows without end.
                if !matches!(records.next(&mut record), Ok(true)) {
                    break;
                }
                if row == 0 {
                    first = record.len();
                }
                alike += usize::from(record.len() == first);
            }
            let score = if first > 1 { alike * 1000 + first.min(999) } else { 0 };
            if score > best.0 {
                best = (score, delimiter);
            }
        }
        Ok(best.1)
    }

    fn find_rows(&mut self) -> Result<(), Failure> {
        let mut rows = Vec::new();
        let mut record = Record::default();
        let mut records = Records::new(self, 0, 1, self.length);
        while records.next(&mut record)? {
            if rows.len() > MAX_ROWS {
                let detail = format!("it has more than {MAX_ROWS} rows");
                return Err(refused(FileProblem::TooLarge, Some(record.at.line), detail));
            }
            rows.push(record.at);
        }
        rows.shrink_to_fit();
        if rows.is_empty() {
            return Err(refused(FileProblem::Empty, None, "there is no row in it"));
        }
        self.rows = rows;
        Ok(())
    }

    fn name_columns(&mut self, said: Option<bool>) -> Result<(), Failure> {
        let mut first = Record::default();
        self.record(0, &mut first)?;
        if first.iter().all(|cell| cell.trim().is_empty()) {
            return Err(refused(FileProblem::NoHeader, Some(first.at.line), "its first row names no column"));
        }
        self.has_header = said.unwrap_or_else(|| looks_like_header(&first));
        self.columns = match self.has_header {
            true => first.iter().map(|cell| cell.trim().to_owned()).collect(),
            false => (1..=first.len()).map(|number| format!("Column {number}")).collect(),
        };
        if self.has_header {
            self.rows.remove(0);
        }
        self.samples = vec![Vec::new(); self.columns.len()];
        let mut record = Record::default();
        for index in 0..self.rows.len().min(SAMPLE_ROWS) {
            self.record(index, &mut record)?;
            for (column, samples) in self.samples.iter_mut().enumerate() {
                let cell = record.cell(column).unwrap_or_default().trim();
                if samples.len() < 3 && !cell.is_empty() {
                    samples.push(cell.chars().take(SHOWN).collect());
                }
            }
        }
        Ok(())
    }
}

/// A header names each column once, and no name of it is a number.
fn looks_like_header(first: &Record) -> bool {
    let names: Vec<&str> = first.iter().map(str::trim).filter(|name| !name.is_empty()).collect();
    let numbers = names.iter().any(|name| {
        name.bytes().any(|b| b.is_ascii_digit())
            && name.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | ' ' | '$' | '€'))
    });
    let mut folded: Vec<String> = names.iter().map(|name| crate::kernel::text::fold(name)).collect();
    folded.sort_unstable();
    folded.dedup();
    !numbers && folded.len() == names.len()
}

/// One row, its cells one after the other.
#[derive(Debug)]
pub struct Record {
    pub at: RowAt,
    text: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Default for Record {
    fn default() -> Record {
        Record { at: RowAt { offset: 0, line: 0 }, text: vec![0; 1024], ends: vec![0; 32], count: 0 }
    }
}

impl Record {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn cell(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(..self.count)?.get(column)?;
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        // The copy is UTF-8, and a row is cut at its ASCII marks only.
        std::str::from_utf8(self.text.get(start..end)?).ok()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.count).filter_map(|column| self.cell(column))
    }
}

/// Reads a file from any place, whoever else reads it.
struct At<'f> {
    file: &'f File,
    offset: u64,
    end: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.end - self.offset).unwrap_or(usize::MAX).min(buffer.len());
        let read = read_at(self.file, &mut buffer[..room], self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}
#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// The rows of a sheet, in order. A row and its columns are bounded.
pub struct Records<'s> {
    input: BufReader<At<'s>>,
    machine: Reader,
    delimiter: u8,
    offset: u32,
    line: u32,
}

impl<'s> Records<'s> {
    fn new(sheet: &'s Sheet, offset: u32, line: u32, end: u32) -> Records<'s> {
        let delimiter = byte_of(sheet.delimiter);
        Records {
            input: BufReader::with_capacity(
                CHUNK,
                At { file: &sheet.copy, offset: u64::from(offset), end: u64::from(end) },
            ),
            machine: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            offset,
            line,
        }
    }

    /// Reads the next row; false at the end.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, Failure> {
        self.skip_empty_lines()?;
        record.at = RowAt { offset: self.offset, line: self.line };
        record.count = 0;
        let mut length = 0;
        let mut quotes = Quotes::new(self.delimiter);
        loop {
            let input = self.input.fill_buf().map_err(|error| unreadable(&error))?;
            let at_end = input.is_empty();
            let (result, used, written, ended) =
                self.machine.read_record(input, &mut record.text[length..], &mut record.ends[record.count..]);
            let read = input.get(..used).unwrap_or_default();
            quotes.see(read);
            self.line += u32::try_from(read.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX);
            self.offset += u32::try_from(used).unwrap_or(u32::MAX);
            self.input.consume(used);
            length += written;
            record.count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if record.text.len() >= MAX_RECORD => {
                    let line = Some(record.at.line);
                    return Err(match quotes.is_open() {
                        true => unclosed(line),
                        false => {
                            refused(FileProblem::TooLarge, line, format!("a row has more than {} kB", MAX_RECORD >> 10))
                        }
                    });
                }
                ReadRecordResult::OutputFull => record.text.resize(record.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if record.ends.len() > MAX_COLUMNS => {
                    let detail = format!("a row has more than {MAX_COLUMNS} columns");
                    return Err(refused(FileProblem::TooManyColumns, Some(record.at.line), detail));
                }
                ReadRecordResult::OutputEndsFull => record.ends.resize(record.ends.len() * 2, 0),
                ReadRecordResult::Record if at_end && quotes.is_open() => return Err(unclosed(Some(record.at.line))),
                ReadRecordResult::Record if record.count > MAX_COLUMNS => {
                    let detail = format!("a row has {} columns; at most {MAX_COLUMNS} are taken", record.count);
                    return Err(refused(FileProblem::TooManyColumns, Some(record.at.line), detail));
                }
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    fn skip_empty_lines(&mut self) -> Result<(), Failure> {
        loop {
            let input = self.input.fill_buf().map_err(|error| unreadable(&error))?;
            let empty = input.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let lines = input[..empty].iter().filter(|byte| **byte == b'\n').count();
            let whole = empty == input.len();
            self.input.consume(empty);
            self.offset += u32::try_from(empty).unwrap_or(u32::MAX);
            self.line += u32::try_from(lines).unwrap_or(u32::MAX);
            if !whole || empty == 0 {
                return Ok(());
            }
        }
    }
}

fn unclosed(line: Option<u32>) -> Failure {
    refused(FileProblem::UnclosedQuote, line, "a quoted cell begins here and never ends")
}

/// Follows the quotes of one row, to tell a row that is long from one whose quote was never closed.
struct Quotes {
    delimiter: u8,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: it closes the cell, or a second one makes it a letter.
    Closing,
}

impl Quotes {
    fn new(delimiter: u8) -> Quotes {
        Quotes { delimiter, place: Place::CellStart }
    }

    fn is_open(&self) -> bool {
        self.place == Place::Quoted
    }

    fn see(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
            self.place = match (self.place, *byte) {
                (Place::Quoted, b'"') => Place::Closing,
                (Place::Quoted, _) => Place::Quoted,
                (Place::CellStart | Place::Closing, b'"') => Place::Quoted,
                (Place::CellStart | Place::Closing | Place::Plain, _) if ends => Place::CellStart,
                (Place::CellStart | Place::Closing | Place::Plain, _) => Place::Plain,
            };
        }
    }
}

fn byte_of(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Bar => b'|',
    }
}

/// Copies the file as UTF-8. Where nobody said what it is, its first bytes tell, and text that is no UTF-8 after all is
/// read as Windows-1252.
fn copy_as_text(source: &File, said: Option<Encoding>) -> Result<(Encoding, File, u32), Failure> {
    let mut sample = vec![0; SAMPLE];
    let mut filled = 0;
    while filled < SAMPLE {
        match read_at(source, &mut sample[filled..], filled as u64).map_err(|error| unreadable(&error))? {
            0 => break,
            read => filled += read,
        }
    }
    sample.truncate(filled);
    if sample.starts_with(b"PK\x03\x04") {
        return Err(refused(FileProblem::Binary, None, "it is a spreadsheet or an archive; save it as CSV"));
    }
    let (encoding, sure) = match said {
        Some(encoding) => (encoding, true),
        None => guess(&sample)?,
    };
    match decode(source, encoding) {
        Err(Decoding::Malformed) if !sure => match decode(source, Encoding::Windows1252) {
            Ok((copy, length)) => Ok((Encoding::Windows1252, copy, length)),
            Err(Decoding::Malformed) => Err(not_text()),
            Err(Decoding::Failed(failure)) => Err(failure),
        },
        Err(Decoding::Malformed) => Err(refused(FileProblem::NotReadable, None, format!("it is not {encoding} text"))),
        Err(Decoding::Failed(failure)) => Err(failure),
        Ok((copy, length)) => Ok((encoding, copy, length)),
    }
}

fn not_text() -> Failure {
    refused(FileProblem::Binary, None, "it is not text")
}

/// The encoding by a file's first bytes, and whether they leave no doubt.
fn guess(sample: &[u8]) -> Result<(Encoding, bool), Failure> {
    if sample.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Ok((Encoding::Utf8Bom, false));
    }
    if sample.starts_with(&[0xFF, 0xFE]) {
        return Ok((Encoding::Utf16Le, true));
    }
    if sample.starts_with(&[0xFE, 0xFF]) {
        return Ok((Encoding::Utf16Be, true));
    }
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Text of western letters has a zero in every other byte of UTF-16.
    if odd > sample.len() / 8 && even == 0 {
        return Ok((Encoding::Utf16Le, true));
    }
    if even > sample.len() / 8 && odd == 0 {
        return Ok((Encoding::Utf16Be, true));
    }
    if even + odd > 0 {
        return Err(not_text());
    }
    Ok((Encoding::Utf8, false))
}

enum Decoding {
    Malformed,
    Failed(Failure),
}

fn decoder(encoding: Encoding) -> Decoder {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => UTF_8.new_decoder_with_bom_removal(),
        Encoding::Utf16Le => UTF_16LE.new_decoder_with_bom_removal(),
        Encoding::Utf16Be => UTF_16BE.new_decoder_with_bom_removal(),
        Encoding::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
    }
}

fn decode(source: &File, encoding: Encoding) -> Result<(File, u32), Decoding> {
    let failed = |error: &io::Error| Decoding::Failed(unreadable(error));
    let mut copy = tempfile::tempfile().map_err(|error| failed(&error))?;
    let mut decoder = decoder(encoding);
    let mut input = vec![0; CHUNK];
    let mut output = vec![0; CHUNK * 3 + 16];
    let (mut offset, mut length) = (0_u64, 0_u64);
    // Old files end their lines with a bare CR, which would make one line of them all.
    let mut bare_cr = None;
    loop {
        let read = read_at(source, &mut input, offset).map_err(|error| failed(&error))?;
        offset += read as u64;
        let mut rest = &input[..read];
        loop {
            let (result, used, written) = decoder.decode_to_utf8_without_replacement(rest, &mut output, read == 0);
            rest = &rest[used..];
            let text = &mut output[..written];
            if text.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A)) {
                return Err(Decoding::Failed(not_text()));
            }
            let bare = *bare_cr.get_or_insert_with(|| text.contains(&b'\r') && !text.contains(&b'\n'));
            if bare {
                text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
            }
            copy.write_all(text).map_err(|error| failed(&error))?;
            length += written as u64;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Err(Decoding::Malformed),
            }
        }
        if read == 0 {
            break;
        }
    }
    let length = u32::try_from(length)
        .map_err(|_| Decoding::Failed(refused(FileProblem::TooLarge, None, "its text is longer than 4 GB")))?;
    if length == 0 {
        return Err(Decoding::Failed(refused(FileProblem::Empty, None, "there is no text in it")));
    }
    Ok((copy, length))
}
