//! Amounts and figures as people and programs write them: `1234.50`, `1.234,50`, `12`. Nothing is guessed: an amount
//! with a sign of a currency, a formula or a word in it is refused.

use crate::kernel::Money;
use std::borrow::Cow;

/// What a spreadsheet would run: `=A1*2`.
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start();
    let formula = |rest: &str| rest.bytes().any(|byte| byte.is_ascii_alphabetic() || byte == b'(');
    match text.as_bytes().first() {
        Some(b'=' | b'@') => true,
        Some(b'+' | b'-') => formula(&text[1..]),
        Some(_) | None => false,
    }
}

/// Text without the `'` that keeps a spreadsheet from running it.
pub fn unguarded(text: &str) -> &str {
    match text.as_bytes() {
        [b'\'', b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\'', ..] => &text[1..],
        _ => text,
    }
}

/// A decimal number with its thousands in groups of three or not at all; the other mark than the decimal one may stand
/// between groups, and so may a space or an apostrophe. None where it is no such number.
pub fn decimal_of(text: &str, comma: bool) -> Option<Money> {
    let (mark, group) = if comma { (',', '.') } else { ('.', ',') };
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = match digits.split_once(mark) {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    if part.is_some_and(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let is_group = |c: char| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let whole: Cow<'_, str> = if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        Cow::Borrowed(whole)
    } else {
        let mut groups = whole.split(is_group);
        let first = groups.next()?;
        let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
        let plain: String = whole.chars().filter(|c| !is_group(*c)).collect();
        if !grouped || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Cow::Owned(plain)
    };
    if whole.is_empty() {
        return None;
    }
    match part {
        Some(part) => format!("{sign}{whole}.{part}").parse().ok(),
        None => format!("{sign}{whole}").parse().ok(),
    }
}

/// Whole units; a spreadsheet may have written them as `12.00`.
pub fn units_of(text: &str) -> Option<i64> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let plain = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { whole.strip_prefix('+').unwrap_or(whole).parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_meant_or_not_at_all() {
        let read = |text, comma| decimal_of(text, comma).map(|money| money.to_string());
        for (text, point, comma) in [
            ("12", Some("12"), Some("12")),
            ("12.5", Some("12.5"), None),
            ("12,5", None, Some("12.5")),
            ("1.234,50", None, Some("1234.50")),
            ("1,234.50", Some("1234.50"), None),
            ("1 234.50", Some("1234.50"), None),
            ("1'234.50", Some("1234.50"), None),
            ("-3.00", Some("-3.00"), None),
            ("1,234", Some("1234"), Some("1.234")),
            ("1,23,4", None, None),
            ("12,34.5", None, None),
            ("$12", None, None),
            ("12 EUR", None, None),
            ("abc", None, None),
            ("=1+1", None, None),
            ("1e3", None, None),
            (".5", None, None),
            ("5.", None, None),
            ("", None, None),
        ] {
            assert_eq!(read(text, false).as_deref(), point, "{text} with a point");
            assert_eq!(read(text, true).as_deref(), comma, "{text} with a comma");
        }
    }

    #[test]
    fn units_are_whole() {
        assert_eq!(units_of(" 12 "), Some(12));
        assert_eq!(units_of("12.00"), Some(12));
        assert_eq!(units_of("-3"), Some(-3));
        for text in ["", "1.5", "1,000", "abc", "=2", "1e3", "12345678901234567890"] {
            assert_eq!(units_of(text), None, "{text}");
        }
    }

    #[test]
    fn one_guard_goes_and_an_apostrophe_of_ones_own_stays() {
        assert_eq!(unguarded("'=1+1"), "=1+1");
        assert_eq!(unguarded("''n Sync"), "'n Sync");
        assert_eq!(unguarded("'n Sync"), "'n Sync");
        assert_eq!(unguarded("Tea"), "Tea");
    }
}
