//! From the base price to the unit price, told step by step.

use super::book::rule_book;
use super::engine::{Effect, Exact, Goods, Rule, RuleBook, TierName};
use crate::catalog::Sellable;
use crate::db::Snapshot;
use crate::kernel::text::fold;
use crate::kernel::{
    Currency, CustomerId, Failure, Instant, Minor, Money, PriceRuleId, PriceRuleKind, PriceStepKind, PriceWhyNot,
    Refusal, TierId,
};
use std::sync::Arc;

/// What a rule does to a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum PriceEffect {
    /// Takes a part off, in basis points: 1,000 is 10 %.
    Percent { basis_points: i64 },
    /// Takes an amount off each unit.
    AmountOff { amount: Money },
    /// Each unit costs this, where it costs more before.
    FixedPrice { price: Money },
}

impl PriceEffect {
    pub(super) fn of(effect: Effect, currency: Currency) -> PriceEffect {
        match effect {
            Effect::Percent(basis_points) => PriceEffect::Percent { basis_points },
            Effect::AmountOff(amount) => PriceEffect::AmountOff { amount: currency.money(amount) },
            Effect::FixedPrice(price) => PriceEffect::FixedPrice { price: currency.money(price) },
        }
    }
}

/// One step from the base price to the unit price. Prices between the steps are exact and may have more digits than
/// the currency; the rounding is a step of its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct PriceStep {
    pub kind: PriceStepKind,
    /// The rule that made the step; null for steps that no rule makes.
    pub rule_id: Option<PriceRuleId>,
    /// The rule's name as it was then; the variant's label; an override's reason; else empty.
    pub label: String,
    pub effect: Option<PriceEffect>,
    /// The price before the step; null for where it begins.
    pub before: Option<Money>,
    /// What the step added, negative where it took away; null for where it begins.
    pub change: Option<Money>,
    pub after: Money,
}

crate::response! {
    /// The nearest quantity at which each unit costs less.
    pub struct NextBreak {
        pub quantity: i64,
        pub unit_price: Money,
        /// On each unit.
        pub saves: Money,
    }
}

/// A unit price with the steps that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Base price and variant adjustment, before reductions.
    pub list_price: Minor,
    pub unit_price: Minor,
    pub steps: Vec<PriceStep>,
}

/// The prices of the store at one moment for one tier.
#[derive(Clone)]
pub struct Prices {
    currency: Currency,
    book: Arc<RuleBook>,
    tier: TierName,
    unknown_tier: Option<String>,
    at: Instant,
}

/// The tier of a customer; none: the store's default tier counts for them.
pub fn tier_of(books: &Snapshot<'_>, id: CustomerId) -> Result<Option<TierId>, Failure> {
    books
        .find("SELECT tier_id FROM customer WHERE id = ?1", [id], |row| row.get(0))?
        .ok_or_else(|| Refusal::not_found("customer", id).into())
}

impl Prices {
    /// `tier` none: the store's default tier. One that is not there, or archived, falls back to it too.
    pub fn of(books: &Snapshot<'_>, tier: Option<TierId>, at: Instant) -> Result<Prices, Failure> {
        Prices::over(rule_book(books)?, books.rules.currency, tier, at)
    }

    /// As [`Prices::of`], over a book of rules; it must have a default tier.
    pub fn over(book: Arc<RuleBook>, currency: Currency, tier: Option<TierId>, at: Instant) -> Result<Prices, Failure> {
        let default = default_tier(&book)?;
        let known = tier.map(|id| (id, book.tiers.iter().find(|known| known.id == id)));
        let (tier, unknown_tier) = match known {
            None => (default, None),
            Some((_, Some(found))) if !found.archived => (found.clone(), None),
            Some((_, Some(archived))) => (default, Some(archived.name.clone())),
            Some((id, None)) => (default, Some(id.to_string())),
        };
        Ok(Prices { currency, book, tier, unknown_tier, at })
    }

    /// For the tier of this name, whatever its letter case; where there is none, for the default tier.
    pub fn for_tier_called(books: &Snapshot<'_>, name: &str, at: Instant) -> Result<Prices, Failure> {
        let folded = fold(name);
        let book = rule_book(books)?;
        let found = book.tiers.iter().find(|tier| tier.folded == folded && !tier.archived).map(|tier| tier.id);
        let prices = Prices::over(book, books.rules.currency, found, at)?;
        match found {
            Some(_) => Ok(prices),
            None => Ok(Prices { unknown_tier: Some(name.trim().to_owned()), ..prices }),
        }
    }

    /// The tier that the prices are worked out for.
    pub fn tier_id(&self) -> TierId {
        self.tier.id
    }

    pub fn tier_name(&self) -> &str {
        &self.tier.name
    }

    /// The tier that was asked for where there is none such and the default one stands in.
    pub fn unknown_tier(&self) -> Option<&str> {
        self.unknown_tier.as_deref()
    }

    /// One for each tier that is not archived, by rank.
    pub fn of_each_tier(&self) -> impl Iterator<Item = Prices> + '_ {
        let tiers = self.book.tiers.iter().filter(|tier| !tier.archived);
        tiers.map(|tier| Prices { tier: tier.clone(), unknown_tier: None, ..self.clone() })
    }

    /// The same prices with one rule more, in the place of the one that has its id.
    pub(super) fn with_rule(self, rule: Rule) -> Prices {
        let book = self.book.with(|other| other.id != rule.id, Some(rule.clone()));
        Prices { book: Arc::new(book), ..self }
    }

    /// The price of one unit where `quantity` units are bought in one line.
    pub fn quote(&self, variant: &Sellable, quantity: i64) -> Quote {
        let walk = self.book.walk(&variant.into(), self.tier.id, quantity, self.at);
        let money = |minor| self.currency.money(minor);
        let exact = |mantissa| self.currency.exact(mantissa, Exact::DIGITS);
        let step = |kind, before: Exact, after: Exact| PriceStep {
            kind,
            rule_id: None,
            label: String::new(),
            effect: None,
            before: Some(exact(before.mantissa())),
            change: Some(exact(after.mantissa() - before.mantissa())),
            after: exact(after.mantissa()),
        };
        let base = Exact::of(variant.base_price);
        let mut steps = vec![PriceStep { before: None, change: None, ..step(PriceStepKind::Base, base, base) }];
        let listed = Exact::of(walk.list_price);
        if listed != base {
            steps.push(PriceStep { label: variant.label.clone(), ..step(PriceStepKind::Variant, base, listed) });
        }
        steps.extend(walk.rules().map(|counted| PriceStep {
            rule_id: Some(counted.rule.id),
            label: counted.rule.name.clone(),
            effect: Some(PriceEffect::of(counted.rule.effect, self.currency)),
            ..step(step_kind(counted.rule), counted.before, counted.after)
        }));
        let unit_price = walk.unit_price();
        if Exact::of(unit_price) != walk.exact {
            let rounded = step(PriceStepKind::Rounding, walk.exact, Exact::of(unit_price));
            steps.push(PriceStep { after: money(unit_price), ..rounded });
        }
        Quote { list_price: walk.list_price, unit_price, steps }
    }

    /// The unit price alone.
    pub fn unit_price(&self, variant: &Sellable, quantity: i64) -> Minor {
        self.book.walk(&variant.into(), self.tier.id, quantity, self.at).unit_price()
    }

    /// The nearest greater quantity at which each unit costs less than at this one.
    pub fn next_break(&self, variant: &Sellable, quantity: i64) -> Option<NextBreak> {
        let goods = Goods::from(variant);
        let targets = self.book.targets(&goods);
        let price =
            |quantity| self.book.walk_along(&targets, goods.list_price, self.tier.id, quantity, self.at).unit_price();
        let mut breaks = self.book.breaks(&targets, self.at).split_off(&(quantity + 1)).into_iter().peekable();
        breaks.peek()?;
        let now = price(quantity);
        let (quantity, then) =
            breaks.take(MAX_BREAKS_AHEAD).map(|from| (from, price(from))).find(|(_, then)| *then < now)?;
        let money = |minor| self.currency.money(minor);
        Some(NextBreak { quantity, unit_price: money(then), saves: money(Minor(now.0 - then.0)) })
    }

    /// The rules in whose scope the variant lies that made no step, and why.
    pub(super) fn not_counted(&self, variant: &Sellable, quantity: i64, most: usize) -> Vec<(&Rule, PriceWhyNot)> {
        self.book.not_counted(&variant.into(), self.tier.id, quantity, self.at, most)
    }
}

/// The most quantity breaks that are tried to find one that makes a unit cheaper.
const MAX_BREAKS_AHEAD: usize = 50;

pub(super) fn default_tier(book: &RuleBook) -> Result<TierName, Failure> {
    book.default_tier().cloned().ok_or_else(|| Failure::Bug("no tier is the default one".to_owned()))
}

fn step_kind(rule: &Rule) -> PriceStepKind {
    match rule.when.kind() {
        PriceRuleKind::Promotion => PriceStepKind::Promotion,
        PriceRuleKind::QuantityBreak => PriceStepKind::QuantityBreak,
        PriceRuleKind::Tier => PriceStepKind::Tier,
    }
}
