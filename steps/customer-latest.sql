-- One row per customer: the version that was modified last, with dates, times and numbers in place of texts.
WITH ranked AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY cust_id ORDER BY modified_at DESC) AS recency
  FROM versions
)
SELECT
  cust_id,
  cust_first_name,
  cust_middle_name,
  cust_last_name,
  cust_title,
  gender,
  CAST(cust_dob AS date) AS cust_dob,
  marital_status,
  minor_flag,
  senior_citizen_flag,
  customer_type,
  customer_category,
  cust_segment,
  customer_privelege,
  customer_risk_category,
  afflunce_level,
  customer_status,
  nationality,
  occupation,
  sourcing_channel,
  email_addr,
  country_code,
  mobile_number1,
  customer_addressline1,
  customer_addressline2,
  customer_addressline3,
  city,
  state,
  country,
  pin,
  CAST(cibil_score AS int) AS cibil_score,
  CAST(cibil_check_date AS date) AS cibil_check_date,
  CAST(created_at AS timestamp) AS created_at,
  CAST(modified_at AS timestamp) AS modified_at
FROM ranked
WHERE recency = 1
