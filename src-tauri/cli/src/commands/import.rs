//! `import products`, `import customers`, and what `order bulk` shares with them.

use super::export::show_progress;
use crate::answer::Stop;
use crate::args::{Global, ImportCustomers, ImportProducts};
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
pub struct File {
    pub import_id: String,
    pub rows: i64,
    pub encoding: String,
    pub mapping: Value,
    pub warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    added: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    restored: i64,
    goods: Option<Goods>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Goods {
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
    let about = json!({ "kind": "products", "preset": asked.preset });
    let mut file = open(&desk, voice, &asked.file, asked.mapping.as_deref(), about)?;
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
    if let Some(goods) = &told.goods {
        voice.say(&format!(
            "Units {} -> {}, worth {} -> {}; {} new categories.",
            grouped(goods.units_now),
            grouped(goods.units_after),
            goods.value_now,
            goods.value_after,
            goods.new_categories.len()
        ));
    }
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

pub fn import_customers(global: &Global, voice: Voice, asked: &ImportCustomers) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let file = open(&desk, voice, &asked.file, asked.mapping.as_deref(), json!({ "kind": "customers" }))?;
    show_progress(&desk, voice);
    let checked = desk.ask("import_check", &json!({ "importId": file.import_id, "mapping": file.mapping }))?;
    let told: Checked = if asked.dry_run { checked.told(voice)? } else { checked.value()? };
    voice.say(&format!(
        "{} added, {} changed, {} unchanged, {} refused.",
        grouped(told.added),
        grouped(told.changed),
        grouped(told.unchanged),
        grouped(told.refused)
    ));
    if told.refused > 0 {
        show_refused(&desk, voice, &file.import_id)?;
        if let Some(place) = &asked.refused {
            save_refused(&desk, voice, &file.import_id, place)?;
        }
    }
    if !asked.apply {
        voice.say("Nothing was changed.");
        return Ok(());
    }
    let applied: Applied = desk.ask("import_apply", &json!({ "importId": file.import_id }))?.told(voice)?;
    voice.say(&format!("Imported: {} added, {} changed.", grouped(applied.added), grouped(applied.changed)));
    Ok(())
}

/// Opens a file, with what else is said about it, and tells what was found in it.
pub fn open(desk: &Desk, voice: Voice, place: &Path, mapping: Option<&str>, about: Value) -> Result<File, Stop> {
    let source = desk.core.grant_source(absolute(place)).map_err(|refusal| refused(&request_id(), &refusal))?;
    let mut request = about;
    request["source"] = json!(source);
    request["mappingId"] = json!(mapping.map(|name| mapping_id(desk, name)).transpose()?);
    let file: File = desk.ask("import_open", &request)?.value()?;
    voice.say(&format!("{} rows ({}).", grouped(file.rows), file.encoding));
    for warning in &file.warnings {
        voice.say(warning);
    }
    Ok(file)
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

/// Saves the rows that do not go in.
pub fn save_refused(desk: &Desk, voice: Voice, import_id: &str, place: &Path) -> Result<(), Stop> {
    let place = absolute(place);
    let destination = desk.core.grant_destination(place.clone()).map_err(|refusal| refused(&request_id(), &refusal))?;
    desk.ask("import_refused_save", &json!({ "importId": import_id, "destination": destination }))?;
    voice.say(&format!("Refused rows are in {}.", place.display()));
    Ok(())
}
