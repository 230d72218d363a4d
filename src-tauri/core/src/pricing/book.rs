//! The rules as the file has them, compiled once and kept as long as they stand.

use super::engine::{Effect, Rule, RuleBook, Target, TierName, When};
use crate::db::Snapshot;
use crate::kernel::{CategoryId, Failure, PriceRuleKind, PriceScope};
use rusqlite::Row;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many compiled books are kept: the one that readers see, the one that the writer is changing, and those of
/// other stores that this program has open.
const MAX_KEPT: usize = 4;

type Stamp = [u8; 16];

/// By `price_stamp`, which has another random value after every change of a rule, a tier or the tree of categories.
/// So a book is right exactly as long as its stamp stands, in whatever file and whatever was rolled back.
static KEPT: Mutex<Vec<(Stamp, Arc<RuleBook>)>> = Mutex::new(Vec::new());

/// All that prices are worked out from, as the books have it now.
pub(super) fn rule_book(books: &Snapshot<'_>) -> Result<Arc<RuleBook>, Failure> {
    let stamp: Stamp = books.one("SELECT stamp FROM price_stamp WHERE id = 1", [], |row| row.get(0))?;
    let kept = |stamp: &Stamp| {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == stamp)?;
        let found = kept.remove(at);
        let book = found.1.clone();
        kept.push(found);
        Some(book)
    };
    if let Some(book) = kept(&stamp) {
        return Ok(book);
    }
    let book = Arc::new(compile(books)?);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= MAX_KEPT {
        kept.remove(0);
    }
    kept.push((stamp, book.clone()));
    Ok(book)
}

/// What [`rule`] reads.
pub(super) const RULE_COLUMNS: &str =
    "id, seq, name, kind, scope, variant_id, product_id, category_id, tier_id, min_quantity,
  percent_bp, amount_off, fixed_price, priority, stops, starts_at, ends_at, active";

fn compile(books: &Snapshot<'_>) -> Result<RuleBook, Failure> {
    let rules = books.rows(&format!("SELECT {RULE_COLUMNS} FROM price_rule WHERE archived_at IS NULL"), [], rule)?;
    let parents: HashMap<CategoryId, Option<CategoryId>> = books
        .rows("SELECT id, parent_id FROM category", [], |row| Ok((row.get(0)?, row.get(1)?)))?
        .into_iter()
        .collect();
    let tiers = books.rows(
        "SELECT id, name, name_folded, is_default, archived_at IS NOT NULL FROM tier ORDER BY rank, row_no",
        [],
        |row| {
            Ok(TierName {
                id: row.get(0)?,
                name: row.get(1)?,
                folded: row.get(2)?,
                is_default: row.get(3)?,
                archived: row.get(4)?,
            })
        },
    )?;
    Ok(RuleBook::new(rules, parents, tiers))
}

/// A row of [`RULE_COLUMNS`]. The table's CHECKs see to it that what belongs to a kind, a scope or an effect is there.
pub(super) fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        seq: row.get(1)?,
        name: row.get(2)?,
        target: match row.get(4)? {
            PriceScope::Variant => Target::Variant(row.get(5)?),
            PriceScope::Product => Target::Product(row.get(6)?),
            PriceScope::Category => Target::Category(row.get(7)?),
            PriceScope::Store => Target::Store,
        },
        when: match row.get(3)? {
            PriceRuleKind::Promotion => When::Promotion,
            PriceRuleKind::QuantityBreak => When::QuantityBreak(row.get(9)?),
            PriceRuleKind::Tier => When::Tier(row.get(8)?),
        },
        effect: match (row.get(10)?, row.get(11)?) {
            (Some(basis_points), _) => Effect::Percent(basis_points),
            (None, Some(amount)) => Effect::AmountOff(amount),
            (None, None) => Effect::FixedPrice(row.get(12)?),
        },
        priority: row.get(13)?,
        stops: row.get(14)?,
        starts_at: row.get(15)?,
        ends_at: row.get(16)?,
        active: row.get(17)?,
    })
}
