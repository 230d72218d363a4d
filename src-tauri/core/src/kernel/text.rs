//! Text as people type it: trimmed, bounded, compared without regard to case.

use unicase::UniCase;

/// Longest name of a product or customer, in characters.
pub const MAX_NAME: usize = 200;
/// Longest name of the store or of staff, in characters.
pub const MAX_STORE_NAME: usize = 120;
/// Longest SKU or barcode, in characters.
pub const MAX_CODE: usize = 64;
/// Longest note, address or reason, in characters.
pub const MAX_NOTE: usize = 2_000;
/// Longest search text, in characters.
pub const MAX_SEARCH: usize = 200;

/// The form in which names and codes are compared and searched: Unicode's full case folding. Lower case would not do:
/// it keeps "ß" and "ẞ" from "SS", and both small sigmas apart.
pub fn fold(text: &str) -> String {
    UniCase::new(text.trim()).to_folded_case()
}

/// The digits of a phone number, whatever stands between them.
pub fn digits(text: &str) -> String {
    text.chars().filter_map(|c| c.to_digit(10)).filter_map(|digit| char::from_digit(digit, 10)).collect()
}

/// A LIKE pattern that finds the words as they are: `%` and `_` in them are letters. Use with `ESCAPE '\'`.
pub fn contains_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_case_alone_fold_alike() {
        for (one, other) in [
            ("TEA-1", " tea-1 "),
            ("STRASSE", "straße"),
            ("GROẞ", "groß"),
            ("ΟΔΟΣ", "οδος"),
            ("οδος", "οδοσ"),
            ("ÉCLAIR", "éclair"),
            ("ǅ", "ǆ"),
            ("ЖУК", "жук"),
            ("ﬁn", "FIN"),
        ] {
            assert_eq!(fold(one), fold(other));
            assert_eq!(fold(&fold(one)), fold(one), "folding twice changes nothing");
        }
        assert_ne!(fold("eclair"), fold("éclair"), "letters are not taken for others");
    }
}
