//! `customer`: who buys here.

use super::export::{customer_id, the_one};
use crate::answer::Stop;
use crate::args::{Customer, Global};
use crate::desk::Desk;
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use stockroom_core::kernel::TierId;

/// What is asked on the way to the answer is not told.
const SILENT: Voice = Voice { json: false };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    name: String,
    email: String,
    phone: String,
    tier_name: String,
    note: String,
    archived: bool,
    row_version: i64,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    person: Person,
    orders: i64,
}

#[derive(Deserialize)]
struct Page {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    customer: Person,
    orders: i64,
    open_orders: i64,
    spent: String,
    due: String,
    held_units: i64,
    baskets: i64,
    waits: i64,
}

pub fn customer(global: &Global, voice: Voice, asked: Customer) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    match asked {
        Customer::List { text, tier, archived, limit } => {
            let tier = tier.map(|tier| tier_id(&desk, &tier)).transpose()?;
            let text = text.join(" ");
            let request = json!({ "text": text, "tierId": tier, "archived": archived, "limit": limit });
            let page: Page = desk.ask("customer_list", &request)?.told(voice)?;
            let head = ["name", "e-mail", "phone", "tier", "orders"].map(str::to_owned).to_vec();
            let rows = page.rows.into_iter().map(|Row { person, orders }| {
                vec![person.name, person.email, person.phone, person.tier_name, grouped(orders)]
            });
            voice.say(&aligned(&std::iter::once(head).chain(rows).collect::<Vec<_>>(), &[4]));
            Ok(())
        }
        Customer::Show { who } => {
            let id = customer_id(&desk, &who)?;
            tell(voice, desk.ask("customer_get", &json!({ "id": id }))?.told(voice)?);
            Ok(())
        }
        Customer::Add { name, email, phone, tier, note } => {
            let tier = tier.map(|tier| tier_id(&desk, &tier)).transpose()?;
            let request = json!({ "name": name, "email": email, "phone": phone, "tierId": tier, "note": note });
            tell(voice, desk.ask("customer_create", &request)?.told(voice)?);
            Ok(())
        }
        Customer::Merge { keep, other } => {
            let (keep_id, merge_id) = (customer_id(&desk, &keep)?, customer_id(&desk, &other)?);
            let version = |id: &str| -> Result<i64, Stop> {
                let known: Detail = desk.ask("customer_get", &json!({ "id": id }))?.told(SILENT)?;
                Ok(known.customer.row_version)
            };
            let request = json!({
                "keepId": keep_id, "keepRowVersion": version(&keep_id)?,
                "mergeId": merge_id, "mergeRowVersion": version(&merge_id)?,
            });
            tell(voice, desk.ask("customer_merge", &request)?.told(voice)?);
            Ok(())
        }
    }
}

fn tell(voice: Voice, known: Detail) {
    let Person { name, email, phone, tier_name, note, archived, .. } = known.customer;
    let archived = if archived { " (archived)" } else { "" };
    let lines = [
        ("name", format!("{name}{archived}")),
        ("e-mail", email),
        ("phone", phone),
        ("tier", tier_name),
        ("note", note),
        ("orders", format!("{}, {} of them open", grouped(known.orders), grouped(known.open_orders))),
        ("spent", known.spent),
        ("due", known.due),
        ("held", format!("{} units", grouped(known.held_units))),
        ("baskets", grouped(known.baskets)),
        ("waits", grouped(known.waits)),
    ];
    let rows: Vec<Vec<String>> = lines
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .map(|(what, said)| vec![what.to_owned(), said])
        .collect();
    voice.say(&aligned(&rows, &[]));
}

fn tier_id(desk: &Desk, name: &str) -> Result<Value, Stop> {
    if TierId::parse(name).is_some() {
        return Ok(Value::from(name));
    }
    let known = desk.ask("tier_list", &json!({}))?.value()?;
    Ok(Value::from(the_one("tier", name, known)?))
}
