//! The cells of a row as values, each held against what its field may be. A cell that cannot be read is a problem of
//! its row; it stops no other row.

use super::file::{Record, Sheet};
use super::mapping::Mapped;
use super::number::{is_formula, unguarded, units_of};
use crate::kernel::Watch;
use crate::kernel::{Failure, Fields, ImportField, Problem, Refusal};
use std::collections::HashMap;

/// Rows between two looks at whether somebody pressed Stop.
pub const ROWS_BETWEEN_LOOKS: usize = 2_048;
/// The longest part of a cell that a message repeats, in characters.
const SHOWN: usize = 40;

/// Values that a person gave in place of cells, by line and field.
pub type Fixes = HashMap<(u32, ImportField), String>;

#[derive(Debug, Clone)]
pub struct CellProblem {
    pub field: ImportField,
    pub problem: Problem,
    pub message: Box<str>,
}

/// What is wrong with a row: its cells, and the row as a whole.
#[derive(Debug, Default)]
pub struct Problems {
    pub cells: Vec<CellProblem>,
    /// Why the row as a whole is refused.
    pub why: Option<Box<str>>,
}

impl Problems {
    /// A row with too few or too many cells for the file is none of it.
    pub fn of_width(mapped: &Mapped, record: &Record) -> Problems {
        let names = mapped.names;
        let why = if record.len() < mapped.width {
            Some(format!("The row has {} cells; the file has {names} columns.", record.len()).into())
        } else if record.iter().skip(names).any(|cell| !cell.trim().is_empty()) {
            Some(format!("The row has more cells than the file's {names} columns.").into())
        } else {
            None
        };
        Problems { cells: Vec::new(), why }
    }

    pub fn is_refused(&self) -> bool {
        !self.cells.is_empty() || self.why.is_some()
    }

    pub fn has(&self, field: ImportField) -> bool {
        self.cells.iter().any(|problem| problem.field == field)
    }

    pub fn refuse(&mut self, field: ImportField, problem: Problem, message: impl Into<Box<str>>) {
        self.cells.push(CellProblem { field, problem, message: message.into() });
    }

    /// A cell of one line within its limit, without its guard; or a problem.
    pub fn line(&mut self, field: ImportField, text: &str, limit: usize) -> Option<Box<str>> {
        self.plain_line(field, unguarded(text), limit)
    }

    /// As [`Problems::line`], of a text whose guard is off.
    pub fn plain_line(&mut self, field: ImportField, text: &str, limit: usize) -> Option<Box<str>> {
        let mut fields = Fields::default();
        let read = fields.line(field.as_str(), text, limit);
        self.took(field, fields).then(|| read.into())
    }

    /// A cell that may have several lines, without its guard; or a problem.
    pub fn text(&mut self, field: ImportField, text: &str, limit: usize) -> Option<Box<str>> {
        self.plain_text(field, unguarded(text), limit)
    }

    /// As [`Problems::text`], of a text whose guard is off.
    pub fn plain_text(&mut self, field: ImportField, text: &str, limit: usize) -> Option<Box<str>> {
        let mut fields = Fields::default();
        let read = fields.text(field.as_str(), text, limit);
        self.took(field, fields).then(|| read.into())
    }

    /// Whole units within these limits; or a problem.
    pub fn units(&mut self, field: ImportField, text: &str, least: i64, most: i64) -> Option<i64> {
        match units_of(text) {
            Some(units) if units < least => {
                let message =
                    if least == 0 { "must not be below 0".to_owned() } else { format!("must be at least {least}") };
                self.refuse(field, Problem::TooSmall, message);
                None
            }
            Some(units) if units > most => {
                self.refuse(field, Problem::TooLarge, format!("must be at most {most}"));
                None
            }
            Some(units) => Some(units),
            None => {
                self.refuse(field, Problem::Malformed, not_units(text));
                None
            }
        }
    }

    /// Takes over the problems of one field. Were there none?
    fn took(&mut self, field: ImportField, fields: Fields) -> bool {
        match fields.finish() {
            Ok(()) => true,
            Err(Refusal::Validation { fields }) => {
                for problem in fields {
                    self.refuse(field, problem.problem, problem.message);
                }
                false
            }
            Err(other) => {
                self.refuse(field, Problem::Malformed, other.to_string());
                false
            }
        }
    }
}

pub fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

pub fn not_units(text: &str) -> String {
    if is_formula(text) {
        "is a formula; write the figure itself".to_owned()
    } else {
        format!("\"{}\" is not a whole number", shown(text))
    }
}

/// The cell of a field: what a person gave in its place, or what the file has. Without spaces around it.
pub fn cell<'c>(
    mapped: &Mapped,
    record: &'c Record,
    fixes: &'c Fixes,
    line: u32,
    field: ImportField,
) -> Option<&'c str> {
    let column = mapped.column(field)?;
    if let Some(fixed) = (!fixes.is_empty()).then(|| fixes.get(&(line, field))).flatten() {
        return Some(fixed.trim());
    }
    Some(record.cell(column).unwrap_or_default().trim())
}

/// Reads every row of a file; this is the first half of its check.
pub fn each_row<R>(sheet: &Sheet, watch: &dyn Watch, mut read: impl FnMut(&Record) -> R) -> Result<Vec<R>, Failure> {
    let mut rows = Vec::with_capacity(sheet.rows.len());
    let mut record = Record::default();
    let mut records = sheet.records();
    while records.next(&mut record)? {
        look(watch, rows.len(), 2 * sheet.rows.len())?;
        rows.push(read(&record));
    }
    Ok(rows)
}

/// Tells now and then how far the check is, and ends it where somebody pressed Stop.
pub fn look(watch: &dyn Watch, done: usize, total: usize) -> Result<(), Failure> {
    if !done.is_multiple_of(ROWS_BETWEEN_LOOKS) {
        return Ok(());
    }
    watch.progress(done as i64, total as i64);
    if watch.is_cancelled() {
        return Err(Refusal::Cancelled { what: "The check of the file".to_owned() }.into());
    }
    Ok(())
}

/// A row's place among the rows.
pub fn at(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
