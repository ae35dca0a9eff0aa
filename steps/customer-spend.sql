-- Every published customer with the year's spend on all cards. Failed and reversed payments do not count.
WITH spend AS (
  SELECT
    accounts.cust_id,
    count(*) AS payments,
    sum(transactions.amount) AS amount
  FROM transactions
  JOIN accounts ON accounts.account_id = transactions.account_id
  WHERE transactions.transaction_status = 'Success'
  GROUP BY accounts.cust_id
)
SELECT
  customers.cust_id,
  customers.cust_segment,
  customers.state,
  customers.country,
  customers.customer_risk_category,
  customers.afflunce_level,
  coalesce(spend.payments, 0) AS payments,
  coalesce(spend.amount, 0) AS amount,
  CASE
    WHEN spend.amount >= 15000 THEN 'High'
    WHEN spend.amount >= 3000 THEN 'Medium'
    ELSE 'Low'
  END AS spend_segment
FROM customers
LEFT JOIN spend ON spend.cust_id = customers.cust_id
