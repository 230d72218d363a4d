//! What becomes of the rows of a file, whatever they are.

use super::cells::{CellProblem, Problems};
use crate::kernel::{ImportField, Problem, RowResult};

/// What a cell was before, or what is wrong with it.
#[derive(Debug)]
pub struct Noted {
    pub field: ImportField,
    pub before: Option<Box<str>>,
    pub problem: Option<(Problem, Box<str>)>,
}

/// What becomes of one row.
#[derive(Debug)]
pub struct Line {
    pub result: RowResult,
    pub restored: bool,
    /// Of goods and of lines of orders.
    pub sku: Box<str>,
    /// The product's, or the customer's.
    pub name: Box<str>,
    pub noted: Box<[Noted]>,
    pub why: Option<Box<str>>,
}

impl Line {
    pub fn refused(problems: &Problems, sku: Box<str>, name: Box<str>) -> Line {
        let noted = problems.cells.iter().map(|CellProblem { field, problem, message }| Noted {
            field: *field,
            before: None,
            problem: Some((*problem, message.clone())),
        });
        Line {
            result: RowResult::Refused,
            restored: false,
            sku,
            name,
            noted: noted.collect(),
            why: problems.why.clone(),
        }
    }
}

/// What a kind makes of a file.
#[derive(Debug)]
pub struct Judged<P> {
    pub lines: Vec<Line>,
    /// Rows that go in and say what refused ones belong to, by their place.
    pub beside: Vec<u32>,
    pub plan: P,
}

/// How many rows there are of each result.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub short: i64,
    pub restored: i64,
    /// Cells that cannot be taken.
    pub cells: i64,
}

impl Counts {
    pub fn of(lines: &[Line]) -> Counts {
        let mut counts = Counts::default();
        for line in lines {
            match line.result {
                RowResult::Added => counts.added += 1,
                RowResult::Changed => counts.changed += 1,
                RowResult::Unchanged => counts.unchanged += 1,
                RowResult::Refused => counts.refused += 1,
                RowResult::Short => counts.short += 1,
            }
            counts.restored += i64::from(line.restored);
            counts.cells += line.noted.iter().filter(|noted| noted.problem.is_some()).count() as i64;
        }
        counts
    }
}
