//! Money: whole minor units inside, a decimal string on the wire, never a float.

use crate::kernel::{Fields, Problem};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::str::FromStr;

/// The largest amount of one price or total, in minor units: far above any store's, far below overflow.
pub const MAX_MINOR: i64 = 1_000_000_000_000;

/// An amount in minor units (cents) of the store's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Minor(pub i64);

impl Minor {
    pub const ZERO: Minor = Minor(0);

    /// The price of so many units. None where it leaves the limits of [`MAX_MINOR`].
    pub fn times(self, quantity: i64) -> Option<Minor> {
        self.0.checked_mul(quantity).filter(|total| total.abs() <= MAX_MINOR).map(Minor)
    }

    /// The sum. None where it leaves the limits of [`MAX_MINOR`].
    pub fn plus(self, other: Minor) -> Option<Minor> {
        self.0.checked_add(other.0).filter(|total| total.abs() <= MAX_MINOR).map(Minor)
    }

    /// The tax that an amount already includes, at a rate in basis points, rounded half away from zero.
    pub fn included_tax(self, rate_bp: i64) -> Minor {
        let share = Decimal::from(self.0) * Decimal::from(rate_bp) / Decimal::from(10_000 + rate_bp);
        let rounded = share.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        Minor(i64::try_from(rounded.mantissa()).unwrap_or(0))
    }
}

impl ToSql for Minor {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0))
    }
}
impl FromSql for Minor {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Minor)
    }
}

/// An amount as it crosses the wire: a decimal string with the currency's digits, like "12.50".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money(Decimal);

impl Money {
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Money {
    type Err = rust_decimal::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Decimal::from_str_exact(text).map(Money)
    }
}
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format!("\"{}\" is not an amount like 12.50", clip(&text))))
    }
}
fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    code: [u8; 3],
    digits: u8,
}

impl Currency {
    /// Three capital letters. Which of them have no or three minor digits is ISO 4217's own list.
    pub fn parse(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let digits = match code {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
            | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        };
        Some(Currency { code: bytes, digits })
    }

    pub fn code(&self) -> &str {
        // The three bytes were checked to be ASCII capitals when the value was made.
        std::str::from_utf8(&self.code).unwrap_or("")
    }

    /// How many digits stand behind the decimal point.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    pub fn money(&self, minor: Minor) -> Money {
        Money(Decimal::new(minor.0, u32::from(self.digits)))
    }

    /// An amount with digits behind the minor unit, as it stands between two steps of a calculation. `digits_more` of
    /// them, at most 12; zeros at the end are left out as far as the currency's own digits.
    pub fn exact(&self, mantissa: i128, digits_more: u32) -> Money {
        let own = u32::from(self.digits);
        let mut decimal = Decimal::from_i128_with_scale(mantissa, own + digits_more).normalize();
        if decimal.scale() < own {
            decimal.rescale(own);
        }
        Money(decimal)
    }

    /// Minor units of an amount that a person gave; a problem of that field where it has too many digits,
    /// is negative or too large.
    pub fn minor(&self, field: &str, money: Money, fields: &mut Fields) -> Minor {
        if money.0.is_sign_negative() && !money.0.is_zero() {
            fields.add(field, Problem::TooSmall, Some(0));
            return Minor::ZERO;
        }
        self.signed_minor(field, money, fields)
    }

    /// As [`Currency::minor`], of an amount that may be negative: a difference.
    pub fn signed_minor(&self, field: &str, money: Money, fields: &mut Fields) -> Minor {
        let decimal = money.0.normalize();
        if decimal.scale() > u32::from(self.digits) {
            fields.add(field, Problem::Malformed, Some(i64::from(self.digits)));
            return Minor::ZERO;
        }
        let mut scaled = decimal;
        scaled.rescale(u32::from(self.digits));
        match i64::try_from(scaled.mantissa()) {
            Ok(minor) if (-MAX_MINOR..=MAX_MINOR).contains(&minor) => Minor(minor),
            Ok(_) | Err(_) => {
                fields.add(field, Problem::TooLarge, Some(MAX_MINOR));
                Minor::ZERO
            }
        }
    }
}

impl ts_rs::TS for Money {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn docs() -> Option<String> {
        Some("/** A decimal string with the currency's digits, like \"12.50\". */\n".to_owned())
    }
    fn name(_: &ts_rs::Config) -> String {
        "Money".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type Money = string;".to_owned()
    }
    fn decl_concrete(cfg: &ts_rs::Config) -> String {
        Self::decl(cfg)
    }
    fn output_path() -> Option<std::path::PathBuf> {
        Some("Money.ts".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_keeps_the_digits_of_its_currency() {
        let eur = Currency::parse("EUR").expect("a currency");
        assert_eq!(eur.money(Minor(1250)).to_string(), "12.50");
        let jpy = Currency::parse("JPY").expect("a currency");
        assert_eq!(jpy.money(Minor(1250)).to_string(), "1250");
        assert_eq!(eur.exact(1_250_000, 3).to_string(), "12.50");
        assert_eq!(eur.exact(-1_250_500, 3).to_string(), "-12.505");
        assert_eq!(jpy.exact(0, 12).to_string(), "0");
    }

    #[test]
    fn an_amount_is_read_only_when_it_is_exact() {
        let eur = Currency::parse("EUR").expect("a currency");
        let read = |text: &str| {
            let mut fields = Fields::default();
            let minor = eur.minor("price", text.parse().expect("a number"), &mut fields);
            fields.finish().map(|()| minor.0).map_err(|_| ())
        };
        assert_eq!(read("12.5"), Ok(1250));
        assert_eq!(read("12.500"), Ok(1250));
        assert_eq!(read("12.505"), Err(()));
        assert_eq!(read("-0.01"), Err(()));
        assert_eq!(read("99999999999999"), Err(()));
        assert!("1.234,50".parse::<Money>().is_err());
        assert!("$12".parse::<Money>().is_err());
    }

    #[test]
    fn included_tax_rounds_half_away_from_zero() {
        assert_eq!(Minor(12300).included_tax(2300), Minor(2300));
        assert_eq!(Minor(1).included_tax(10_000), Minor(1));
        assert_eq!(Minor(100).included_tax(0), Minor(0));
    }
}
