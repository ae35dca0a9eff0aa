-- One row per day, spend segment, reason and mode: fine enough for every chart, small enough for a browser.
SELECT
  CAST(transactions.transacted_at AS date) AS day,
  customer_spend.spend_segment,
  transactions.reason,
  transactions.mode,
  count(*) AS payments,
  sum(transactions.amount) AS amount
FROM transactions
JOIN accounts ON accounts.account_id = transactions.account_id
JOIN customer_spend ON customer_spend.cust_id = accounts.cust_id
WHERE transactions.transaction_status = 'Success'
GROUP BY
  CAST(transactions.transacted_at AS date),
  customer_spend.spend_segment,
  transactions.reason,
  transactions.mode
