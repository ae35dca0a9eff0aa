-- How many customers of each archetype reached each stage. The number keeps the funnel in order.
SELECT
  archetype,
  CASE stage
    WHEN 'Customer Reached' THEN 1
    WHEN 'Explored Product' THEN 2
    WHEN 'Started to Apply' THEN 3
    WHEN 'Engagement' THEN 4
    WHEN 'Completed Application' THEN 5
    WHEN 'KYC' THEN 6
    WHEN 'Onboarded' THEN 7
  END AS stage_number,
  stage,
  count(DISTINCT cust_id) AS customers
FROM events
GROUP BY archetype, stage
