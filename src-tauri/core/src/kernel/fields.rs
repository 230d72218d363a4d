//! Collects every problem of a request before refusing it, so that a form can mark all of them at once.

use crate::kernel::refusal::{FieldProblem, Problem, Refusal};
use crate::kernel::{MAX_LINES, MAX_QUANTITY};

#[derive(Debug, Default)]
pub struct Fields(Vec<FieldProblem>);

impl Fields {
    pub fn add(&mut self, field: &str, problem: Problem, limit: Option<i64>) {
        self.0.push(FieldProblem::new(field, problem, limit));
    }

    /// A text that may be empty, trimmed, at most `max` characters, without control characters but line breaks.
    pub fn text(&mut self, field: &str, text: &str, max: usize) -> String {
        let trimmed = text.trim();
        if trimmed.chars().count() > max {
            self.add(field, Problem::TooLong, i64::try_from(max).ok());
            return String::new();
        }
        if trimmed.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.add(field, Problem::Malformed, None);
            return String::new();
        }
        trimmed.to_owned()
    }

    /// A text of one line: a name, a code, a search.
    pub fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        if text.trim().contains(['\n', '\r', '\t']) {
            self.add(field, Problem::Malformed, None);
            return String::new();
        }
        self.text(field, text, max)
    }

    /// A line that must say something.
    pub fn required(&mut self, field: &str, text: &str, max: usize) -> String {
        if text.trim().is_empty() {
            self.add(field, Problem::Required, None);
            return String::new();
        }
        self.line(field, text, max)
    }

    pub fn quantity(&mut self, field: &str, quantity: i64) -> i64 {
        self.range(field, quantity, 1, MAX_QUANTITY)
    }

    pub fn range(&mut self, field: &str, value: i64, least: i64, most: i64) -> i64 {
        if value < least {
            self.add(field, Problem::TooSmall, Some(least));
        } else if value > most {
            self.add(field, Problem::TooLarge, Some(most));
        }
        value.clamp(least, most)
    }

    /// From one to [`MAX_LINES`] entries.
    pub fn line_count(&mut self, field: &str, count: usize) {
        if count == 0 {
            self.add(field, Problem::Required, None);
        } else if count > MAX_LINES {
            self.add(field, Problem::TooLarge, i64::try_from(MAX_LINES).ok());
        }
    }

    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Validation { fields: self.0 }) }
    }
}
