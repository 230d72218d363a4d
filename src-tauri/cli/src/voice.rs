//! What goes to the standard output: tables for people, one JSON object a line for machines.

use serde::Serialize;
use std::io::Write;

#[derive(Debug, Clone, Copy)]
pub struct Voice {
    pub json: bool,
}

impl Voice {
    /// For people only.
    pub fn say(self, text: &str) {
        if !self.json {
            self.line(text);
        }
    }

    /// For machines only.
    pub fn object(self, object: &impl Serialize) {
        if self.json
            && let Ok(text) = serde_json::to_string(object)
        {
            self.line(&text);
        }
    }

    /// For both, as it is.
    pub fn line(self, text: &str) {
        // Whoever reads may have gone (`| head`); what was asked is done all the same.
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }
}

/// Rows with their columns under each other. Columns in `right` end where the others begin.
pub fn aligned(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.chars().count());
            if right.contains(&column) { format!("{gap}{cell}") } else { format!("{cell}{gap}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// A whole number as people read it, like 1,204,000.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [["SKU", "on hand"], ["TN-BOT75-FOR", "7"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows, &[1]), "SKU           on hand\nTN-BOT75-FOR        7");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1_000, -1_204_000].map(grouped), ["0", "999", "1,000", "-1,204,000"]);
    }
}
