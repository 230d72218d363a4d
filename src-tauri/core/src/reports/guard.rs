//! Text that a spreadsheet would run as a formula gets a `'` in front; a real leading `'` is doubled, so that
//! reading the file back gives what was there. Numbers stay numbers.

use std::borrow::Cow;

pub fn guarded(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\'') => Cow::Owned(format!("'{text}")),
        Some(_) | None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_guarded_once() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for plain in ["", "Maja", "a=b", "1-2"] {
            assert_eq!(guarded(plain), plain);
        }
    }
}
