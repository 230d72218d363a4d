//! `count`: sheets, what is entered on them, and what becomes of them.

use crate::answer::Stop;
use crate::args::{Count, Global, Sheet};
use crate::desk::{Desk, refused, request_id};
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::json;
use stockroom_core::Refusal;
use stockroom_core::kernel::{CategoryId, CountId, LocationId};

/// The most entries of one request.
const ENTRIES: usize = 500;
/// Sheets that are looked through for a name.
const LOOKED_AT: i64 = 200;
/// Nobody but a machine reads an answer that is on the way to another.
const SILENT: Voice = Voice { json: false };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CountSheet {
    id: String,
    name: String,
    status: String,
    lines: i64,
    counted: i64,
    differs: Option<i64>,
    recount: i64,
    unknown: i64,
    row_version: i64,
}

#[derive(Deserialize)]
struct Sheets {
    rows: Vec<CountSheet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CountLine {
    sku: String,
    name: String,
    label: String,
    expected: Option<i64>,
    counted: Option<i64>,
    difference: Option<i64>,
    recount: bool,
}

#[derive(Deserialize)]
struct Lines {
    rows: Vec<CountLine>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Unknown {
    code: String,
    quantity: i64,
}

#[derive(Deserialize)]
struct Entered {
    lines: Vec<CountLine>,
    unknown: Vec<Unknown>,
}

#[derive(Deserialize)]
struct Posted {
    sheet: CountSheet,
    adjusted: i64,
    units: i64,
}

pub fn count(global: &Global, voice: Voice, asked: Count) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Count::Start { name, category, list, location, blind, note } => {
            let category = category.map(|category| category_id(&desk, &category)).transpose()?;
            let location = location.map(|location| location_id(&desk, &location)).transpose()?;
            let scope = match (&category, list) {
                (Some(_), _) => "category",
                (None, true) => "list",
                (None, false) => "all",
            };
            let request = json!({
                "name": name, "scope": scope, "categoryId": category, "locationId": location, "blind": blind,
                "note": note,
            });
            let sheet: CountSheet = desk.ask("count_start", &request)?.told(voice)?;
            voice.say(&format!("{} is open, with {} lines to count.", sheet.name, grouped(sheet.lines)));
            Ok(())
        }
        Count::List { status, limit } => list(&desk, voice, status.as_deref(), limit),
        Count::Show { sheet, filter, limit } => show(&desk, voice, &sheet, &filter, limit),
        Count::Enter { codes, set, sheet } => enter(&desk, voice, &sheet, &codes, if set { "set" } else { "add" }),
        Count::Post { sheet, rest_is_none, accept_moved } => {
            let sheet = find(&desk, &sheet)?;
            let request = json!({
                "id": sheet.id, "rowVersion": sheet.row_version, "acceptMoved": accept_moved,
                "uncounted": if rest_is_none { "zero" } else { "leave" },
            });
            let posted: Posted = desk.ask("count_post", &request)?.told(voice)?;
            voice.say(&format!(
                "{} is posted: {} of {} counted lines were put right, {} units in all.",
                posted.sheet.name,
                grouped(posted.adjusted),
                grouped(posted.sheet.counted),
                signed(posted.units)
            ));
            Ok(())
        }
        Count::Cancel { sheet, reason } => {
            let sheet = find(&desk, &sheet)?;
            let request = json!({ "id": sheet.id, "rowVersion": sheet.row_version, "reason": reason });
            let ended: CountSheet = desk.ask("count_cancel", &request)?.told(voice)?;
            voice.say(&format!("{} is {}. No stock was changed.", ended.name, ended.status));
            Ok(())
        }
    }
}

fn list(desk: &Desk, voice: Voice, status: Option<&str>, limit: i64) -> Result<(), Stop> {
    let sheets: Sheets = desk.ask("count_list", &json!({ "status": status, "limit": limit }))?.told(voice)?;
    let head = ["status", "lines", "counted", "differ", "again", "unknown", "what"].map(str::to_owned).to_vec();
    let rows = sheets.rows.into_iter().map(|sheet| {
        vec![
            sheet.status,
            grouped(sheet.lines),
            grouped(sheet.counted),
            figure(sheet.differs),
            grouped(sheet.recount),
            grouped(sheet.unknown),
            sheet.name,
        ]
    });
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    voice.say(&aligned(&table, &[1, 2, 3, 4, 5]));
    Ok(())
}

fn show(desk: &Desk, voice: Voice, sheet: &Sheet, filter: &str, limit: i64) -> Result<(), Stop> {
    let sheet = find(desk, sheet)?;
    let lines: Lines =
        desk.ask("count_lines", &json!({ "id": sheet.id, "filter": filter, "limit": limit }))?.told(voice)?;
    let more = if lines.next.is_some() { "\nand more" } else { "" };
    voice.say(&format!(
        "{}, {}: {} of {} lines counted, {} differ, {} to count again, {} codes unknown.\n{}{more}",
        sheet.name,
        sheet.status,
        grouped(sheet.counted),
        grouped(sheet.lines),
        figure(sheet.differs),
        grouped(sheet.recount),
        grouped(sheet.unknown),
        table(&lines.rows)
    ));
    Ok(())
}

/// All entries or none of each 500; parts of a figure that came in are in, whatever becomes of the rest.
fn enter(desk: &Desk, voice: Voice, sheet: &Sheet, codes: &[String], mode: &str) -> Result<(), Stop> {
    let mut entries = Vec::with_capacity(codes.len());
    for typed in codes {
        let (code, quantity) = match typed.rsplit_once('=') {
            None => (typed.as_str(), 1),
            Some((code, number)) => match number.trim().parse::<i64>() {
                Ok(quantity) => (code, quantity),
                Err(_) => return Err(Stop::Usage(format!("{typed} is not like CODE=3."))),
            },
        };
        entries.push(json!({ "code": code, "quantity": quantity, "mode": mode }));
    }
    let sheet = find(desk, sheet)?;
    for chunk in entries.chunks(ENTRIES) {
        let entered: Entered = desk.ask("count_enter", &json!({ "id": sheet.id, "entries": chunk }))?.told(voice)?;
        if !entered.lines.is_empty() {
            voice.say(&table(&entered.lines));
        }
        for unknown in entered.unknown {
            voice.say(&format!("{} is unknown: {} kept aside.", unknown.code, grouped(unknown.quantity)));
        }
    }
    Ok(())
}

fn table(lines: &[CountLine]) -> String {
    let head = ["sku", "expected", "counted", "differs", "", "what"].map(str::to_owned).to_vec();
    let rows = lines.iter().map(|line| {
        vec![
            line.sku.clone(),
            figure(line.expected),
            figure(line.counted),
            line.difference.map_or_else(|| "-".to_owned(), signed),
            if line.recount { "again" } else { "" }.to_owned(),
            if line.label.is_empty() { line.name.clone() } else { format!("{}, {}", line.name, line.label) },
        ]
    });
    aligned(&std::iter::once(head).chain(rows).collect::<Vec<_>>(), &[1, 2, 3])
}

fn figure(figure: Option<i64>) -> String {
    figure.map_or_else(|| "-".to_owned(), grouped)
}

fn signed(units: i64) -> String {
    let sign = if units > 0 { "+" } else { "" };
    format!("{sign}{}", grouped(units))
}

/// The sheet that is named, or the only open one.
fn find(desk: &Desk, sheet: &Sheet) -> Result<CountSheet, Stop> {
    let Some(name) = sheet.sheet.as_deref() else {
        let open: Sheets = desk.ask("count_list", &json!({ "status": "open", "limit": 2 }))?.told(SILENT)?;
        let mut open = open.rows.into_iter();
        return match (open.next(), open.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(Stop::Usage("Several counts are open. Say which one with --sheet.".to_owned())),
            (None, _) => Err(Stop::Usage("No count is open. Begin one with `count start`.".to_owned())),
        };
    };
    if CountId::parse(name).is_some() {
        return desk.ask("count_get", &json!({ "id": name }))?.told(SILENT);
    }
    let known: Sheets = desk.ask("count_list", &json!({ "limit": LOOKED_AT }))?.told(SILENT)?;
    let (asked, open) = (name.trim().to_lowercase(), |sheet: &CountSheet| sheet.status == "open");
    let mut meant: Vec<CountSheet> =
        known.rows.into_iter().filter(|sheet| sheet.name.to_lowercase() == asked).collect();
    if meant.iter().any(open) {
        meant.retain(open);
    }
    match meant.len() {
        0 => Err(refused(&request_id(), &Refusal::not_found("count", name))),
        1 => Ok(meant.swap_remove(0)),
        _ => Err(Stop::Usage(format!("Several counts are called {name}. Say which one by its id."))),
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
    #[serde(default)]
    path: Vec<String>,
}

#[derive(Deserialize)]
struct Names {
    rows: Vec<Named>,
}

fn category_id(desk: &Desk, path: &str) -> Result<String, Stop> {
    if CategoryId::parse(path).is_some() {
        return Ok(path.to_owned());
    }
    let asked: Vec<String> = path.split('>').map(|name| name.trim().to_lowercase()).collect();
    let known: Names = desk.ask("category_list", &json!({}))?.told(SILENT)?;
    let is_meant = |row: &Named| row.path.iter().map(|name| name.to_lowercase()).eq(asked.iter().cloned());
    the_one("category", path, known, is_meant)
}

pub(super) fn location_id(desk: &Desk, name: &str) -> Result<String, Stop> {
    if LocationId::parse(name).is_some() {
        return Ok(name.to_owned());
    }
    let asked = name.trim().to_lowercase();
    let known: Names = desk.ask("location_list", &json!({}))?.told(SILENT)?;
    the_one("location", name, known, |row| row.name.to_lowercase() == asked)
}

fn the_one(object: &str, name: &str, known: Names, is_meant: impl Fn(&Named) -> bool) -> Result<String, Stop> {
    known
        .rows
        .into_iter()
        .find(is_meant)
        .map(|row| row.id)
        .ok_or_else(|| refused(&request_id(), &Refusal::not_found(object, name)))
}
