//! The store of a trial, and what is asked of it in the end.

use crate::answer::{Answer, Outcome, Stop};
use crate::args::Global;
use crate::commands::DoctorReport;
use crate::desk::{Desk, request_id};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use stockroom_core::OpenOptions;
use tempfile::TempDir;

pub struct Stage {
    pub desk: Desk,
    pub path: PathBuf,
    // Removes the store when it is dropped, after the desk has let it go.
    _folder: TempDir,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    variants: Vec<Variant>,
}

#[derive(Deserialize)]
struct Variant {
    id: String,
}

/// Units of one product.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Units {
    pub on_hand: i64,
    pub reserved: i64,
    pub available: i64,
}

#[derive(Deserialize)]
struct StockPage {
    rows: Vec<Units>,
}

impl Stage {
    /// A new store in a folder of its own, in the temporary folder or where asked.
    pub fn set(global: &Global, within: Option<&Path>) -> Result<Stage, Stop> {
        let within = within.map_or_else(std::env::temp_dir, Path::to_owned);
        let folder = tempfile::Builder::new()
            .prefix("stockroom-trial-")
            .tempdir_in(&within)
            .map_err(|error| Stop::Usage(format!("No folder can be made in {}: {error}.", within.display())))?;
        let path = folder.path().join("trial.stockroom");
        let options = OpenOptions::new(&path).create(true).demo(true).store_name("Trial");
        Ok(Stage { desk: Desk::open_with(global, options, &request_id())?, path, _folder: folder })
    }

    /// Adds a product with so many units on the shelf and gives its variant.
    pub fn stock(&self, sku: &str, units: u32) -> Result<String, Stop> {
        let product = json!({ "name": format!("Trial {sku}"), "sku": sku, "price": "10" });
        let product: Product = self.desk.ask("product_create", &product)?.value()?;
        let variant = product.variants.into_iter().next();
        let variant = variant.ok_or_else(|| Stop::Bug(format!("the trial's product {sku} has no variant")))?;
        let line = json!({ "variantId": variant.id, "quantity": units });
        self.desk.ask("stock_receive", &json!({ "lines": [line] }))?.value::<serde_json::Value>()?;
        Ok(variant.id)
    }

    pub fn units(&self, sku: &str) -> Result<Units, Stop> {
        let page: StockPage = self.desk.ask("stock_list", &json!({ "text": sku }))?.value()?;
        page.rows.into_iter().next().ok_or_else(|| Stop::Bug(format!("the trial's product {sku} is gone")))
    }

    pub fn doctor(&self) -> Result<DoctorReport, Stop> {
        self.desk.ask("doctor_run", &json!({}))?.value()
    }
}

/// How many answers there were of each kind.
#[derive(Debug, Default)]
pub struct Tally {
    pub done: usize,
    pub refused: BTreeMap<String, usize>,
    /// Bugs, by what they said.
    pub incidents: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, answer: Answer) {
        match answer.outcome {
            Outcome::Done { .. } => self.done += 1,
            Outcome::Declined { .. } => *self.refused.entry("DECLINED".to_owned()).or_default() += 1,
            Outcome::Refused { refusal, .. } => *self.refused.entry(refusal.code).or_default() += 1,
            Outcome::Incident { incident, .. } => self.incidents.push(incident),
        }
    }

    pub fn join(&mut self, other: Tally) {
        self.done += other.done;
        self.incidents.extend(other.incidents);
        for (code, count) in other.refused {
            *self.refused.entry(code).or_default() += count;
        }
    }

    pub fn of(&self, code: &str) -> usize {
        self.refused.get(code).copied().unwrap_or(0)
    }

    pub fn all(&self) -> usize {
        self.done + self.refused.values().sum::<usize>() + self.incidents.len()
    }

    /// The refusals as people read them, like "45 STOCK_INSUFFICIENT".
    pub fn refusals(&self) -> String {
        if self.refused.is_empty() {
            return "none".to_owned();
        }
        self.refused.iter().map(|(code, count)| format!("{count} {code}")).collect::<Vec<_>>().join(", ")
    }
}

/// The doctor's verdict in a few words.
pub fn verdict(report: &DoctorReport) -> String {
    match report.checks.iter().find(|check| !check.ok) {
        None => format!("clean ({} checks)", report.checks.len()),
        Some(check) => format!("BROKEN: {}: {}", check.name, check.problems.join("; ")),
    }
}
