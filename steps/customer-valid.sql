-- What a customer must look like to be published. The rules apply to the newest version only: one that breaks
-- them takes the customer out of the table, and the next valid version brings the customer back.
SELECT *
FROM latest
WHERE regexp_like(cust_id, '^[0-9]{10}$')
  AND regexp_like(cust_first_name, '^[A-Za-z]{1,35}$')
  AND regexp_like(cust_last_name, '^[A-Za-z]{1,35}$')
  AND (cust_middle_name IS NULL OR regexp_like(cust_middle_name, '^[A-Za-z]{1,35}$'))
  AND regexp_like(email_addr, '^[a-z0-9.]+@[a-z]+[.][a-z]{2,3}$')
  AND length(mobile_number1) <= 10
  AND country IS NOT NULL
  AND state IS NOT NULL
  AND country_code IS NOT NULL
  AND cibil_check_date IS NOT NULL
  AND cibil_score BETWEEN 300 AND 900
  AND cust_segment IN ('Urban', 'Semi-Urban', 'Rural')
  AND customer_status IN ('Active', 'Dormant', 'Deceased')
  AND customer_risk_category IN ('Low', 'Medium', 'High')
  AND afflunce_level IN ('Low', 'Medium', 'High')
  -- A person has a date of birth, a gender and both flags; merchants and corporates have no gender, no flag.
  AND (
    (
      customer_type = 'Personal'
      AND cust_dob IS NOT NULL
      AND gender IS NOT NULL
      AND minor_flag IN ('Yes', 'No')
      AND senior_citizen_flag IN ('Yes', 'No')
    )
    OR (
      customer_type IN ('Merchant', 'Corporate')
      AND gender IS NULL
      AND minor_flag IS NULL
    )
  )
