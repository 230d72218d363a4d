//! One line a figure: ours, the raw limit of the same run, their ratio, the goal.

use serde_json::json;
use std::process::ExitCode;

/// Which way is good.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn holds(self, value: f64) -> bool {
        match self {
            Goal::AtLeast(least) => value >= least,
            Goal::AtMost(most) => value <= most,
        }
    }
    fn text(self) -> String {
        match self {
            Goal::AtLeast(least) => format!(">= {least}"),
            Goal::AtMost(most) => format!("<= {most}"),
        }
    }
}

pub struct Report {
    json: bool,
    only: Option<String>,
    missed: usize,
    printed: usize,
}

impl Report {
    pub fn new(json: bool, only: Option<String>) -> Report {
        Report { json, only, missed: 0, printed: 0 }
    }

    pub fn wants(&self, name: &str) -> bool {
        self.only.as_deref().is_none_or(|only| name.contains(only) || only.contains(name))
    }

    pub fn say(&self, text: &str) {
        if !self.json {
            eprintln!("# {text}");
        }
    }

    /// A ratio of ours to raw.
    pub fn ratio(&mut self, name: &str, ours: f64, raw: f64, unit: &str, goal: Goal) {
        self.line(name, ours, Some(raw), unit, ours / raw, goal);
    }

    /// A figure with a goal of its own.
    pub fn figure(&mut self, name: &str, ours: f64, unit: &str, goal: Goal) {
        self.line(name, ours, None, unit, ours, goal);
    }

    fn line(&mut self, name: &str, ours: f64, raw: Option<f64>, unit: &str, judged: f64, goal: Goal) {
        let holds = goal.holds(judged);
        self.printed += 1;
        self.missed += usize::from(!holds);
        let ratio = raw.map(|_| judged);
        if self.json {
            let line = json!({
                "name": name, "ours": ours, "raw": raw, "unit": unit, "ratio": ratio, "goal": goal.text(), "holds": holds,
            });
            println!("{line}");
            return;
        }
        let raw = raw.map_or_else(|| "-".to_owned(), |raw| format!("{raw:.3}"));
        let ratio = ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
        let mark = if holds { "holds" } else { "MISSED" };
        println!("{name:<58} {ours:>14.3} {raw:>14} {unit:<10} {ratio:>8} {:>10} {mark}", goal.text());
    }

    /// Missed goals are printed, not failed on: a noisy machine is no broken program.
    pub fn finish(&self) -> ExitCode {
        self.say(&format!("{} figures, {} goals missed", self.printed, self.missed));
        ExitCode::SUCCESS
    }
}

pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The value below which so much of them lies.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let place = (last as f64 * share).ceil() as usize;
    values.get(place).copied().unwrap_or(f64::NAN)
}
