//! `import products`.

use super::export::show_progress;
use crate::answer::Stop;
use crate::args::{Global, ImportProducts};
use crate::desk::{Desk, refused, request_id};
use crate::place::absolute;
use crate::voice::{Voice, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use stockroom_core::Refusal;

/// Refused rows that are shown.
const SHOWN: i64 = 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    import_id: String,
    rows: i64,
    encoding: String,
    mapping: Value,
    warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    added: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    restored: i64,
    units_now: i64,
    units_after: i64,
    value_now: String,
    value_after: String,
    new_categories: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Applied {
    added: i64,
    changed: i64,
    units: i64,
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    row: i64,
    sku: String,
    cells: Vec<Cell>,
    why: Option<String>,
}

#[derive(Deserialize)]
struct Cell {
    field: String,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Known {
    rows: Vec<Mapping>,
}

#[derive(Deserialize)]
struct Mapping {
    id: String,
    name: String,
}

pub fn import_products(global: &Global, voice: Voice, asked: &ImportProducts) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let refuse = |refusal: Refusal| refused(&request_id(), &refusal);
    let source = desk.core.grant_source(absolute(&asked.file)).map_err(refuse)?;
    let mapping_id = asked.mapping.as_deref().map(|name| mapping_id(&desk, name)).transpose()?;
    let opened =
        desk.ask("import_open", &json!({ "source": source, "preset": asked.preset, "mappingId": mapping_id }))?;
    let mut file: File = opened.value()?;
    voice.say(&format!("{} rows ({}).", grouped(file.rows), file.encoding));
    for warning in &file.warnings {
        voice.say(warning);
    }
    for (field, said) in [("stock", &asked.stock), ("decimal", &asked.decimal)] {
        if let Some(said) = said {
            file.mapping[field] = json!(said);
        }
    }
    show_progress(&desk, voice);
    let checked = desk.ask("import_check", &json!({ "importId": file.import_id, "mapping": file.mapping }))?;
    // Of several answers one line is printed: that of the step which was asked for.
    let told: Checked = if asked.dry_run { checked.told(voice)? } else { checked.value()? };
    voice.say(&format!(
        "{} added, {} changed ({} restored), {} unchanged, {} refused.",
        grouped(told.added),
        grouped(told.changed),
        grouped(told.restored),
        grouped(told.unchanged),
        grouped(told.refused)
    ));
    voice.say(&format!(
        "Units {} -> {}, worth {} -> {}; {} new categories.",
        grouped(told.units_now),
        grouped(told.units_after),
        told.value_now,
        told.value_after,
        told.new_categories.len()
    ));
    if told.refused > 0 {
        show_refused(&desk, voice, &file.import_id)?;
        if let Some(place) = &asked.refused {
            save_refused(&desk, voice, &file.import_id, place)?;
        }
    }
    if asked.apply {
        let applied: Applied = desk.ask("import_apply", &json!({ "importId": file.import_id }))?.told(voice)?;
        voice.say(&format!(
            "Imported: {} added, {} changed, {} units.",
            grouped(applied.added),
            grouped(applied.changed),
            grouped(applied.units)
        ));
    } else {
        voice.say("Nothing was changed.");
    }
    Ok(())
}

fn mapping_id(desk: &Desk, name: &str) -> Result<String, Stop> {
    let known: Known = desk.ask("mapping_list", &json!({}))?.value()?;
    let meant = known.rows.into_iter().find(|mapping| mapping.name.to_lowercase() == name.trim().to_lowercase());
    meant.map(|mapping| mapping.id).ok_or_else(|| refused(&request_id(), &Refusal::not_found("mapping", name)))
}

fn show_refused(desk: &Desk, voice: Voice, import_id: &str) -> Result<(), Stop> {
    let request = json!({ "importId": import_id, "filter": "refused", "from": 0, "limit": SHOWN });
    let page: Rows = desk.ask("import_rows", &request)?.value()?;
    for row in page.rows {
        let cells = row.cells.iter().filter_map(|cell| Some(format!("{} {}", cell.field, cell.message.as_ref()?)));
        let said: Vec<String> = row.why.iter().cloned().chain(cells).collect();
        voice.say(&format!("line {} {}: {}", row.row, row.sku, said.join("; ")));
    }
    Ok(())
}

fn save_refused(desk: &Desk, voice: Voice, import_id: &str, place: &Path) -> Result<(), Stop> {
    let place = absolute(place);
    let destination = desk.core.grant_destination(place.clone()).map_err(|refusal| refused(&request_id(), &refusal))?;
    desk.ask("import_refused_save", &json!({ "importId": import_id, "destination": destination }))?;
    voice.say(&format!("Refused rows are in {}.", place.display()));
    Ok(())
}
