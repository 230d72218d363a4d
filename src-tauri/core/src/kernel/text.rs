//! Text as people type it: trimmed, bounded, compared without regard to case.

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

/// The form in which names and codes are compared and searched.
pub fn fold(text: &str) -> String {
    text.trim().chars().flat_map(char::to_lowercase).collect()
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
