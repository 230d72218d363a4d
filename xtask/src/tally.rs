//! What the tests said of themselves, and the closing summary.

use std::fmt::Write as _;
use std::time::Duration;

/// How one part of the tests ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    pub passed: u64,
    pub failed: u64,
    pub took: Duration,
}

/// Passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    /// A part that failed without a failing test (it did not compile, it was killed) counts as one.
    pub fn honouring(self, success: bool) -> Self {
        let failed = if success { self.failed } else { self.failed.max(1) };
        Self { failed, ..self }
    }
}

/// `test result: ok. 12 passed; 0 failed; ...`, one line for each test program.
pub fn of_libtest(output: &str) -> Counts {
    output.lines().filter(|line| line.starts_with("test result:")).fold(Counts::default(), |sum, line| Counts {
        passed: sum.passed + number_before(line, " passed"),
        failed: sum.failed + number_before(line, " failed"),
    })
}

/// `Summary [   1.2s] 20 tests run: 19 passed, 1 failed, 0 skipped`, the last one.
pub fn of_nextest(output: &str) -> Counts {
    let plain = without_colours(output);
    let summary = plain.lines().rfind(|line| line.contains("Summary [")).unwrap_or_default();
    Counts {
        passed: number_before(summary, " passed"),
        failed: number_before(summary, " failed") + number_before(summary, " timed out"),
    }
}

/// vitest's report as JSON: two figures of it.
pub fn of_vitest(report: &str) -> Counts {
    Counts { passed: number_after(report, "\"numPassedTests\":"), failed: number_after(report, "\"numFailedTests\":") }
}

/// The table, and as its last line the sum of all parts.
pub fn summary(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        let _ = writeln!(
            text,
            "{} {:<24} {:>6} passed {:>4} failed {:>7.1} s",
            if part.failed == 0 { "ok    " } else { "FAILED" },
            part.name,
            part.passed,
            part.failed,
            part.took.as_secs_f64(),
        );
    }
    let took: Duration = parts.iter().map(|part| part.took).sum();
    let _ = writeln!(text, "       in {} min {} s\n", took.as_secs() / 60, took.as_secs() % 60);
    let passed: u64 = parts.iter().map(|part| part.passed).sum();
    let failed: u64 = parts.iter().map(|part| part.failed).sum();
    let _ = write!(text, "{passed} passed, {failed} failed");
    text
}

fn number_before(line: &str, word: &str) -> u64 {
    line.find(word)
        .map(|at| &line[..at])
        .and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .unwrap_or(0)
}

fn number_after(text: &str, key: &str) -> u64 {
    text.find(key)
        .map(|at| text[at + key.len()..].trim_start())
        .and_then(|after| after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .unwrap_or(0)
}

/// Without the terminal's colour sequences (`ESC [ ... m`).
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        rest = rest[at..].find('m').map_or("", |end| &rest[at + end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_programs_are_added_up() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(of_libtest(output), Counts { passed: 12, failed: 3 });
    }

    #[test]
    fn nextest_s_last_summary_counts_also_in_colour() {
        let output = "     Summary [   0.1s] 1 test run: 1 passed, 0 skipped\n\
            \u{1b}[32;1m     Summary\u{1b}[0m [   2.5s] \u{1b}[1m20\u{1b}[0m tests run: \u{1b}[1m19\u{1b}[0m passed, 1 failed, 4 skipped\n";
        assert_eq!(of_nextest(output), Counts { passed: 19, failed: 1 });
    }

    #[test]
    fn vitest_s_report_has_two_figures() {
        let report = r#"{"numTotalTests":7,"numPassedTests":6,"numFailedTests":1}"#;
        assert_eq!(of_vitest(report), Counts { passed: 6, failed: 1 });
    }

    #[test]
    fn a_part_that_died_counts_as_a_failure() {
        assert_eq!(Counts::default().honouring(false), Counts { passed: 0, failed: 1 });
        assert_eq!(of_libtest("").honouring(true), Counts::default());
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let part = |name, passed, failed| Part { name, passed, failed, took: Duration::from_secs(61) };
        let text = summary(&[part("a", 3, 0), part("b", 4, 1)]);
        assert_eq!(text.lines().last(), Some("7 passed, 1 failed"));
    }
}
