//! `search`: variants by words, as the stock list finds them.

use crate::answer::Stop;
use crate::args::{Global, Search};
use crate::desk::Desk;
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Page {
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    sku: String,
    name: String,
    label: String,
    category_path: Vec<String>,
    price: String,
    on_hand: i64,
    available: i64,
    archived: bool,
}

pub fn search(global: &Global, voice: Voice, asked: &Search) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let request = json!({
        "text": asked.text.join(" "),
        "filter": asked.archived.then_some("archived"),
        "inStock": asked.in_stock,
        "limit": asked.limit,
    });
    let page: Page = desk.ask("stock_list", &request)?.told(voice)?;
    if page.rows.is_empty() {
        voice.say("Nothing has all of these words.");
        return Ok(());
    }
    let head = ["SKU", "product", "category", "price", "on hand", "available"].map(str::to_owned).to_vec();
    let rows = page.rows.iter().map(|row| {
        let label = if row.label.is_empty() { String::new() } else { format!(", {}", row.label) };
        let archived = if row.archived { " (archived)" } else { "" };
        vec![
            row.sku.clone(),
            format!("{}{label}{archived}", row.name),
            row.category_path.join(" > "),
            row.price.clone(),
            grouped(row.on_hand),
            grouped(row.available),
        ]
    });
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let more =
        if page.next.is_some() { "\nThere are more: --limit shows up to 200, more words show fewer." } else { "" };
    voice.say(&format!("{}{more}", aligned(&table, &[3, 4, 5])));
    Ok(())
}
