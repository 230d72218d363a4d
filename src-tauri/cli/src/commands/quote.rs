//! `quote`: what so many units cost, as a sum that can be checked with a pencil.

use super::export::customer_id;
use crate::answer::Stop;
use crate::args::{Global, Quote};
use crate::desk::{Desk, refused, request_id};
use crate::voice::{Voice, aligned, grouped};
use serde::Deserialize;
use serde_json::{Value, json};
use stockroom_core::Refusal;
use stockroom_core::kernel::{Day, PriceStepKind, TimeZone};
use stockroom_core::pricing::PriceEffect;

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "match")]
    found: Option<Match>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Match {
    variant_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    currency: String,
    time_zone: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Price {
    sku: String,
    name: String,
    quantity: i64,
    tier_name: String,
    unknown_tier: Option<String>,
    unit_price: String,
    line_total: String,
    saved: String,
    tax_rate_bp: i64,
    tax: String,
    steps: Vec<Step>,
    next_break: Option<Break>,
}

#[derive(Deserialize)]
struct Step {
    kind: PriceStepKind,
    label: String,
    effect: Option<PriceEffect>,
    change: Option<String>,
    after: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Break {
    quantity: i64,
    unit_price: String,
    saves: String,
}

pub fn quote(global: &Global, voice: Voice, asked: &Quote) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    let found: Found = desk.ask("product_find", &json!({ "code": asked.code }))?.value()?;
    let variant = found.found.ok_or_else(|| refused(&request_id(), &Refusal::not_found("product", &asked.code)))?;
    let settings: Settings = desk.ask("settings_get", &json!({}))?.value()?;
    let zone = TimeZone::parse(&settings.time_zone)
        .ok_or_else(|| Stop::Bug(format!("the store's time zone {} is none", settings.time_zone)))?;
    let day = asked
        .at
        .as_deref()
        .map(|text| text.parse::<Day>().map_err(|()| Stop::Usage(format!("{text} is not a day like 2026-12-24."))))
        .transpose()?;
    let customer: Option<Value> =
        asked.customer.as_deref().map(|who| customer_id(&desk, who)).transpose()?.map(Value::from);
    let request = json!({
        "variantId": variant.variant_id,
        "quantity": asked.quantity,
        "tier": asked.tier,
        "customerId": customer,
        "at": day.map(|day| zone.start_of(day)),
    });
    let price: Price = desk.ask("price_quote", &request)?.told(voice)?;
    voice.say(&in_words(&price, &settings.currency));
    Ok(())
}

fn in_words(price: &Price, currency: &str) -> String {
    let mut said = vec![format!("{} ({}) for {}", price.name, price.sku, price.tier_name)];
    if let Some(unknown) = &price.unknown_tier {
        said.push(format!("There is no tier {unknown}; these are the prices of {}.", price.tier_name));
    }
    let rows: Vec<Vec<String>> = price
        .steps
        .iter()
        .map(|step| {
            let change = step.change.clone().map_or_else(String::new, |change| match change.strip_prefix('-') {
                Some(less) => format!("- {less}"),
                None => format!("+ {change}"),
            });
            vec![said_of(step), change, step.after.clone()]
        })
        .chain([vec![
            format!("{} x {}", grouped(price.quantity), price.unit_price),
            String::new(),
            price.line_total.clone(),
        ]])
        .collect();
    said.push(aligned(&rows, &[1, 2]));
    let rate = format!("{}.{:02}", price.tax_rate_bp / 100, price.tax_rate_bp % 100);
    said.push(format!("{currency}; {} of it is tax at {rate} %. Reductions save {}.", price.tax, price.saved));
    if let Some(next) = &price.next_break {
        said.push(format!("From {} units each is {}, {} less.", grouped(next.quantity), next.unit_price, next.saves));
    }
    said.join("\n")
}

fn said_of(step: &Step) -> String {
    let what = match step.kind {
        PriceStepKind::Base => "base price",
        PriceStepKind::Variant => "variant",
        PriceStepKind::Promotion => "promotion",
        PriceStepKind::QuantityBreak => "quantity break",
        PriceStepKind::Tier => "tier",
        PriceStepKind::Rounding => "rounding",
        PriceStepKind::Override => "set by hand",
    };
    let effect = match &step.effect {
        Some(PriceEffect::Percent { basis_points }) => {
            format!(" -{}.{:02} %", basis_points / 100, basis_points % 100)
        }
        Some(PriceEffect::FixedPrice { .. }) => " fixed price".to_owned(),
        Some(PriceEffect::AmountOff { .. }) | None => String::new(),
    };
    let label = if step.label.is_empty() { String::new() } else { format!(", {}", step.label) };
    format!("{what}{label}{effect}")
}
