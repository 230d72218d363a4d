//! `changes` and `undo`: what was done in one act, and taking it back.

use crate::answer::Stop;
use crate::args::Global;
use crate::desk::Desk;
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use stockroom_core::Instant;
use stockroom_core::kernel::TimeZone;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Batch {
    id: String,
    seq: i64,
    kind: String,
    label: String,
    line_count: i64,
    units: i64,
    undone_by: Option<String>,
    staff_name: String,
    at: Instant,
}

#[derive(Deserialize)]
struct Page {
    rows: Vec<Batch>,
}

#[derive(Deserialize)]
struct Detail {
    batch: Batch,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    sku: String,
    location_name: String,
    delta: i64,
    on_hand_now: i64,
    on_hand_after: i64,
}

#[derive(Deserialize)]
struct Problem {
    label: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Preview {
    batch: Batch,
    lines: Vec<Line>,
    lines_total: i64,
    changes: i64,
    problems: Vec<Problem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    time_zone: String,
}

pub fn changes(global: &Global, voice: Voice, kinds: &[String], text: Option<&str>, limit: i64) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let mut request = json!({ "text": text, "limit": limit });
    if !kinds.is_empty() {
        request["kinds"] = json!(kinds);
    }
    let page: Page = desk.ask("batch_list", &request)?.told(voice)?;
    if voice.json {
        return Ok(());
    }
    // Only people read times in the store's zone.
    let settings: Settings = desk.ask("settings_get", &json!({}))?.told(Voice { json: false })?;
    let zone = TimeZone::parse(&settings.time_zone);
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|batch| {
            vec![
                batch.seq.to_string(),
                zone.map_or_else(|| batch.at.0.to_string(), |zone| zone.show(batch.at)),
                batch.kind.clone(),
                grouped(batch.line_count),
                grouped(batch.units),
                batch.staff_name.clone(),
                if batch.undone_by.is_some() { format!("{} (undone)", batch.label) } else { batch.label.clone() },
            ]
        })
        .collect();
    let head = ["no.", "when", "kind", "lines", "units", "who", "what"].map(str::to_owned).to_vec();
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    voice.say(&aligned(&table, &[0, 3, 4]));
    Ok(())
}

/// The id of a batch that is named by its number or its id.
fn id_of(desk: &Desk, name: &str) -> Result<String, Stop> {
    match name.parse::<i64>() {
        Ok(seq) => {
            let found: Detail = desk.ask("batch_get", &json!({ "seq": seq }))?.told(Voice { json: false })?;
            Ok(found.batch.id)
        }
        Err(_) => Ok(name.to_owned()),
    }
}

pub fn undo_preview(global: &Global, voice: Voice, name: &str) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let id = id_of(&desk, name)?;
    let preview: Preview = desk.ask("batch_undo_preview", &json!({ "id": id }))?.told(voice)?;
    let lines: Vec<Vec<String>> = preview
        .lines
        .iter()
        .map(|line| {
            let sign = if line.delta > 0 { "+" } else { "" };
            vec![
                line.sku.clone(),
                line.location_name.clone(),
                format!("{sign}{}", grouped(line.delta)),
                format!("{} -> {}", grouped(line.on_hand_now), grouped(line.on_hand_after)),
            ]
        })
        .collect();
    let mut said = format!("{} {}, {}\n", preview.batch.kind, preview.batch.seq, preview.batch.label);
    said.push_str(&aligned(&lines, &[2]));
    let hidden = preview.lines_total - preview.lines.len() as i64;
    if hidden > 0 {
        said.push_str(&format!("\nand {} lines more", grouped(hidden)));
    }
    if preview.changes > 0 {
        said.push_str(&format!("\n{} changes of the catalogue", grouped(preview.changes)));
    }
    if preview.problems.is_empty() {
        said.push_str("\nIt can be undone.");
    } else {
        said.push_str("\nIt cannot be undone:");
        for problem in &preview.problems {
            said.push_str(&format!("\n  {}: {}", problem.label, problem.message));
        }
    }
    voice.say(&said);
    Ok(())
}

pub fn undo(global: &Global, voice: Voice, name: &str, reason: Option<&str>) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let id = id_of(&desk, name)?;
    let mut request = json!({ "id": id });
    if let Some(reason) = reason {
        request["reason"] = Value::from(reason);
    }
    let undone: Batch = desk.ask("batch_undo", &request)?.told(voice)?;
    voice.say(&format!(
        "Undone by change {}: {} units on {} lines.",
        undone.seq,
        grouped(undone.units),
        undone.line_count
    ));
    Ok(())
}
