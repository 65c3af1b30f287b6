-- _eq of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] = @p1
order by t0.[id];

-- _eq of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[name] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t0.[name])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
order by t0.[id];

-- _eq of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[nickname] = @p1 and convert(varbinary(max), convert(nvarchar(max), t0.[nickname])) = convert(varbinary(max), convert(nvarchar(max), @p1)))
order by t0.[id];

-- _eq of aperture
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[aperture] = isnull(try_convert(decimal(38,30), @p1), case when left(@p1, 1) = N'-' then -10000000 when @p1 is not null then 10000000 end)
order by t0.[id];

-- _eq of price
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[price] = @p1
order by t0.[id];

-- _eq of weight
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[weight] = @p1
order by t0.[id];

-- _eq of active
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[active] = @p1
order by t0.[id];

-- _eq of serial
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[serial] = convert(uniqueidentifier, @p1)
order by t0.[id];

-- _eq of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] = convert(date, @p1)
order by t0.[id];

-- _eq of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] = convert(time(7), @p1)
order by t0.[id];

-- _eq of installed_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[installed_at] = convert(datetime2(7), @p1)
order by t0.[id];

-- _eq of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] = convert(datetimeoffset(7), @p1)
order by t0.[id];

-- _neq of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not t0.[built] = @p1
order by t0.[id];

-- _neq of status
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not (t0.[status] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t0.[status])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
order by t0.[id];

-- _neq of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not (t0.[nickname] = @p1 and convert(varbinary(max), convert(nvarchar(max), t0.[nickname])) = convert(varbinary(max), convert(nvarchar(max), @p1)))
order by t0.[id];

-- _neq of active
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not t0.[active] = @p1
order by t0.[id];

-- _neq of serial
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not t0.[serial] = convert(uniqueidentifier, @p1)
order by t0.[id];

-- _neq of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where not t0.[commissioned] = convert(date, @p1)
order by t0.[id];

-- _lt of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] < @p1
order by t0.[id];

-- _lt of aperture
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[aperture] < isnull(try_convert(decimal(38,30), @p1), case when left(@p1, 1) = N'-' then -10000000 when @p1 is not null then 10000000 end)
order by t0.[id];

-- _lt of weight
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[weight] < @p1
order by t0.[id];

-- _lt of price
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[price] < @p1
order by t0.[id];

-- _lt of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] < convert(date, @p1)
order by t0.[id];

-- _lt of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] < convert(time(7), @p1)
order by t0.[id];

-- _lt of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] < convert(datetimeoffset(7), @p1)
order by t0.[id];

-- _lte of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] <= @p1
order by t0.[id];

-- _lte of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] <= convert(time(7), @p1)
order by t0.[id];

-- _lte of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] <= convert(datetimeoffset(7), @p1)
order by t0.[id];

-- _gt of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] > @p1
order by t0.[id];

-- _gt of price
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[price] > @p1
order by t0.[id];

-- _gt of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] > convert(time(7), @p1)
order by t0.[id];

-- _gt of installed_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[installed_at] > convert(datetime2(7), @p1)
order by t0.[id];

-- _gt of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] > convert(datetimeoffset(7), @p1)
order by t0.[id];

-- _gte of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] >= @p1
order by t0.[id];

-- _gte of aperture
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[aperture] >= isnull(try_convert(decimal(38,30), @p1), case when left(@p1, 1) = N'-' then -10000000 when @p1 is not null then 10000000 end)
order by t0.[id];

-- _gte of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] >= convert(date, @p1)
order by t0.[id];

-- _in of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] in (
  select v
  from openjson(@p1) with (v bigint '$')
)
order by t0.[id];

-- _in of price
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[price] in (
  select v
  from openjson(@p1) with (v bigint '$')
)
order by t0.[id];

-- _in of aperture
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[aperture] in (
  select try_convert(decimal(38,30), v)
  from openjson(@p1) with (v nvarchar(max) '$')
  where try_convert(decimal(38,30), v) is not null
)
order by t0.[id];

-- _in of weight
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[weight] in (
  select v
  from openjson(@p1) with (v float '$')
)
order by t0.[id];

-- _in of active
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[active] in (
  select v
  from openjson(@p1) with (v bit '$')
)
order by t0.[id];

-- _in of serial
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[serial] in (
  select v
  from openjson(@p1) with (v uniqueidentifier '$')
)
order by t0.[id];

-- _in of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] in (
  select v
  from openjson(@p1) with (v date '$')
)
order by t0.[id];

-- _in of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] in (
  select v
  from openjson(@p1) with (v time(7) '$')
)
order by t0.[id];

-- _in of installed_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[installed_at] in (
  select v
  from openjson(@p1) with (v datetime2(7) '$')
)
order by t0.[id];

-- _in of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] in (
  select v
  from openjson(@p1) with (v datetimeoffset(7) '$')
)
order by t0.[id];

-- _in of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[name] in (
  select convert(nvarchar(4000), convert(varbinary(8000), convert(nvarchar(4000), v)))
  from openjson(@p1) with (v nvarchar(max) '$')
) and convert(varbinary(8000), convert(nvarchar(4000), t0.[name])) in (
  select convert(varbinary(8000), convert(nvarchar(4000), v))
  from openjson(@p1) with (v nvarchar(max) '$')
))
order by t0.[id];

-- _in of status
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[status] in (
  select convert(nvarchar(4000), convert(varbinary(8000), convert(nvarchar(4000), v)))
  from openjson(@p1) with (v nvarchar(max) '$')
) and convert(varbinary(8000), convert(nvarchar(4000), t0.[status])) in (
  select convert(varbinary(8000), convert(nvarchar(4000), v))
  from openjson(@p1) with (v nvarchar(max) '$')
))
order by t0.[id];

-- _nin of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] not in (
  select v
  from openjson(@p1) with (v bigint '$')
)
order by t0.[id];

-- _nin of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(varbinary(max), convert(nvarchar(max), t0.[nickname])) not in (
  select convert(varbinary(max), convert(nvarchar(max), v))
  from openjson(@p1) with (v nvarchar(max) '$')
)
order by t0.[id];

-- _nin of price
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[price] not in (
  select v
  from openjson(@p1) with (v bigint '$')
)
order by t0.[id];

-- _nin of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] not in (
  select v
  from openjson(@p1) with (v date '$')
)
order by t0.[id];

-- _between of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] between @p1 and @p2
order by t0.[id];

-- _between of aperture
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[aperture] between isnull(try_convert(decimal(38,30), @p1), case when left(@p1, 1) = N'-' then -10000000 when @p1 is not null then 10000000 end) and isnull(try_convert(decimal(38,30), @p2), case when left(@p2, 1) = N'-' then -10000000 when @p2 is not null then 10000000 end)
order by t0.[id];

-- _between of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] between convert(date, @p1) and convert(date, @p2)
order by t0.[id];

-- _between of opens_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[opens_at] between convert(time(7), @p1) and convert(time(7), @p2)
order by t0.[id];

-- _between of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] between convert(datetimeoffset(7), @p1) and convert(datetimeoffset(7), @p2)
order by t0.[id];

-- _nbetween of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] not between @p1 and @p2
order by t0.[id];

-- _nbetween of commissioned
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[commissioned] not between convert(date, @p1) and convert(date, @p2)
order by t0.[id];

-- _null of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[nickname] is null
order by t0.[id];

-- _null of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] is null
order by t0.[id];

-- _null of details
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[details] is null
order by t0.[id];

-- _null of plate
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[plate] is null
order by t0.[id];

-- _null of observatory_id
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[observatory_id] is null
order by t0.[id];

-- _null of seen_at
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[seen_at] is null
order by t0.[id];

-- _nnull of built
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[built] is not null
order by t0.[id];

-- _nnull of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[nickname] is not null
order by t0.[id];

-- _nnull of plate
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where t0.[plate] is not null
order by t0.[id];

-- _empty of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[nickname] is null or datalength(convert(nvarchar(max), t0.[nickname])) = 0)
order by t0.[id];

-- _empty of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[name] is null or datalength(convert(nvarchar(max), t0.[name])) = 0)
order by t0.[id];

-- _nempty of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where datalength(convert(nvarchar(max), t0.[nickname])) > 0
order by t0.[id];

-- _contains of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2 like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _contains of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _ncontains of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 not like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _ncontains of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2 not like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _icontains of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _icontains of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _starts_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where (t0.[name] like replace(replace(replace(@p1, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' and convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2 like replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%')
order by t0.[id];

-- _starts_with of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 like replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _nstarts_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2 not like replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _nstarts_with of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 not like replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _istarts_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _nistarts_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) not like replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
order by t0.[id];

-- _ends_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2 like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]')
order by t0.[id];

-- _ends_with of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]')
order by t0.[id];

-- _nends_with of nickname
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2 not like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]')
order by t0.[id];

-- _iends_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]')
order by t0.[id];

-- _niends_with of name
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N'}') as j
) as t0_r
where lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) not like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]')
order by t0.[id];
