//! Whether all is well: the doctor, the audit's chain, the holds that are due.

use crate::answer::Stop;
use crate::args::Global;
use crate::desk::{Desk, refused, request_id};
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    pub ok: bool,
    pub checks: Vec<DoctorCheck>,
    pub elapsed_ms: i64,
}

#[derive(Debug, Deserialize)]
pub struct DoctorCheck {
    pub name: String,
    pub ok: bool,
    pub examined: i64,
    pub problems: Vec<String>,
}

pub fn doctor(global: &Global, voice: Voice) -> Result<(), Stop> {
    let answer = Desk::open(global)?.ask("doctor_run", &json!({}))?;
    let report: DoctorReport = answer.told(voice)?;
    voice.say(&table(&report));
    in_order(report.ok)
}

fn in_order(ok: bool) -> Result<(), Stop> {
    if ok { Ok(()) } else { Err(Stop::NotInOrder) }
}

fn table(report: &DoctorReport) -> String {
    let mut rows = Vec::new();
    for check in &report.checks {
        let mark = if check.ok { "ok" } else { "BROKEN" };
        rows.push(vec![mark.to_owned(), check.name.clone(), grouped(check.examined)]);
        rows.extend(check.problems.iter().map(|problem| vec![String::new(), format!("  {problem}")]));
    }
    let broken = report.checks.iter().filter(|check| !check.ok).count();
    let verdict = match broken {
        0 => format!("All {} checks hold ({} ms).", report.checks.len(), report.elapsed_ms),
        _ => format!(
            "{broken} of {} checks do not hold. Keep a copy of the file before anything else.",
            report.checks.len()
        ),
    };
    format!("{}\n{verdict}", aligned(&rows, &[2]))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuditVerdict {
    entries: i64,
    intact: bool,
    first_bad_seq: Option<i64>,
    problem: Option<String>,
    anchor: String,
    elapsed_ms: i64,
}

pub fn audit_verify(global: &Global, voice: Voice) -> Result<(), Stop> {
    let answer = Desk::open(global)?.ask("audit_verify", &json!({}))?;
    let verdict: AuditVerdict = answer.told(voice)?;
    let entries = grouped(verdict.entries);
    voice.say(&match (&verdict.problem, verdict.first_bad_seq) {
        (Some(problem), Some(seq)) => format!("BROKEN at entry {seq}: {problem}. {entries} entries were read."),
        _ => format!("Intact: {entries} entries, ending in {} ({} ms).", verdict.anchor, verdict.elapsed_ms),
    });
    in_order(verdict.intact)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HoldSummary {
    active: i64,
    active_units: i64,
}

pub fn sweep(global: &Global, voice: Voice) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    // Opening a store ends what fell due while it was closed; the sweep finds what fell due since.
    let swept = desk.core.sweep().map_err(|refusal| refused(&request_id(), &refusal))?;
    let ended = desk.core.swept_at_opening() + swept;
    let left: HoldSummary = desk.ask("reservation_summary", &json!({}))?.value()?;
    voice.object(&json!({ "ended": ended, "active": left.active, "activeUnits": left.active_units }));
    voice.say(&format!("{ended} holds ended. {} still run, with {} units.", left.active, left.active_units));
    Ok(())
}
